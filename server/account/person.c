#include "account/person.h"

#include "account/new_user.h"
#include "authn/phone.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/json_read.h"
#include "base/nearest.h"

#include <string.h>

enum {
    WORD_BYTES_MAX = 128,
    LOCALE_BYTES_MAX = 35, /* RFC 5646, section 4.4.1 */
    ZONE_BYTES_MAX = 64,
    ADDRESS_BYTES_MAX = 4096,
};

/* False if the value is not what the member must be. */
typedef bool (*read_fn)(arena_t *arena, const json_t *value, void *member);
/* NULL: nothing to write. Own. */
typedef json_t *(*write_fn)(const void *member);

struct member {
    const char *name;
    size_t offset;
    read_fn read;
    write_fn write;
    const char *must; /* the end of "NAME must be ..." */
};

static str_t text_of(const json_t *value)
{
    if (!json_is_string(value))
        return STR_NONE;
    return (str_t){json_string_value(value), json_string_length(value)};
}

static bool only(str_t text, size_t max, const char *others)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

        if (!plain && strchr(others, c) == NULL)
            return false;
    }
    return text.len > 0 && text.len <= max;
}

/* --- the kinds of members --- */

static bool keep(arena_t *arena, bool valid, str_t text, void *member)
{
    if (valid)
        *(str_t *)member = arena_str(arena, text);
    return valid;
}

static bool read_id(arena_t *arena, const json_t *value, void *member)
{
    str_t text = text_of(value);

    return keep(arena,
        only(text, ACCOUNT_PERSON_ID_MAX, "-_.") && text.ptr[0] != '-' && text.ptr[0] != '.', text,
        member);
}

static bool read_email(arena_t *arena, const json_t *value, void *member)
{
    str_t text = text_of(value);

    return keep(arena, str_present(text), str_trim(text), member);
}

/* Other programs know people without one of their names. */
static bool read_name(arena_t *arena, const json_t *value, void *member)
{
    str_t text = str_trim(text_of(value));
    bool valid = text.len == 0 || account_name_valid(text);

    return keep(arena, json_is_string(value) && valid, text, member);
}

static bool read_phone(arena_t *arena, const json_t *value, void *member)
{
    str_t number;

    return json_is_string(value) && authn_phone_canonical(arena, text_of(value), &number) &&
           keep(arena, true, number, member);
}

static bool read_locale(arena_t *arena, const json_t *value, void *member)
{
    return keep(arena, only(text_of(value), LOCALE_BYTES_MAX, "-"), text_of(value), member);
}

static bool read_zone(arena_t *arena, const json_t *value, void *member)
{
    return keep(arena, only(text_of(value), ZONE_BYTES_MAX, "/_+-"), text_of(value), member);
}

/* OpenID Connect Core 1.0, section 5.1.1: an object of texts. */
static bool read_address(arena_t *arena, const json_t *value, void *member)
{
    const char *name;
    json_t *part;

    if (!json_is_object(value))
        return false;
    json_object_foreach(
        (json_t *)(uintptr_t)value, name, part) if (!json_is_string(part)) return false;
    str_t text = json_write(arena, value);
    if (text.len <= ADDRESS_BYTES_MAX)
        *(str_t *)member = text;
    return text.len <= ADDRESS_BYTES_MAX;
}

static bool read_bool(arena_t *arena, const json_t *value, void *member)
{
    (void)arena;
    *(bool *)member = json_is_true(value);
    return json_is_boolean(value);
}

static bool word_valid(str_t word)
{
    return word.len > 0 && word.len <= WORD_BYTES_MAX && str_is_clean_utf8(word) &&
           !str_contains_char(word, ' ');
}

static bool read_words(arena_t *arena, const json_t *value, void *member)
{
    buf_t words = buf_new(arena, ACCOUNT_PERSON_WORDS_MAX * (WORD_BYTES_MAX + 1));

    if (!json_is_array(value) || json_array_size(value) > ACCOUNT_PERSON_WORDS_MAX)
        return false;
    for (size_t i = 0; i < json_array_size(value); i++) {
        str_t word = text_of(json_array_get(value, i));

        if (!word_valid(word))
            return false;
        if (i > 0)
            buf_put_char(&words, ' ');
        buf_put(&words, word);
    }
    *(str_t *)member = buf_str(&words);
    return true;
}

static bool read_time(arena_t *arena, const json_t *value, void *member)
{
    (void)arena;
    if (json_is_integer(value) && json_integer_value(value) >= 0) {
        *(int64_t *)member = json_integer_value(value);
        return true;
    }
    return json_is_string(value) && clock_from_rfc3339(text_of(value), member);
}

static json_t *write_text(const void *member)
{
    const str_t *text = member;

    return text->len > 0 ? json_stringn(text->ptr, text->len) : NULL;
}

static json_t *write_object(const void *member)
{
    const str_t *text = member;

    return str_present(*text) ? json_read_object(*text, text->len) : NULL;
}

static json_t *write_bool(const void *member)
{
    return json_boolean(*(const bool *)member);
}

static json_t *write_words(const void *member)
{
    return json_words(*(const str_t *)member);
}

static json_t *write_time(const void *member)
{
    char text[CLOCK_RFC3339_SIZE];

    clock_rfc3339(*(const int64_t *)member, text);
    return json_string(text);
}

/* --- the table --- */

#define HASH "password_hash"
#define NAME "one line of at most 100 characters"
#define BOOL "true or false"
#define WORDS "a list of at most 100 words without spaces"
#define TIME "a time of RFC 3339, or seconds since 1970"
#define AT(member) offsetof(struct oauth_subject, member)

static const struct member members[] = {
    {"id", AT(id), read_id, write_text,
        "at most 64 letters, digits and - _ . and begin with a letter, a digit or _"},
    {"email", AT(email), read_email, write_text, "an address"},
    {"email_verified", AT(email_verified), read_bool, write_bool, BOOL},
    {"given_name", AT(given_name), read_name, write_text, NAME},
    {"family_name", AT(family_name), read_name, write_text, NAME},
    {"phone", AT(phone), read_phone, write_text, "a number with its country code, as +4930123456"},
    {"phone_verified", AT(phone_verified), read_bool, write_bool, BOOL},
    {"address", AT(address), read_address, write_object,
        "an object of texts (OpenID Connect Core 1.0, section 5.1.1)"},
    {"locale", AT(locale), read_locale, write_text, "a language tag, as de-AT"},
    {"zoneinfo", AT(zoneinfo), read_zone, write_text, "a time zone, as Europe/Berlin"},
    {"enabled", AT(enabled), read_bool, write_bool, BOOL},
    {"roles", AT(roles), read_words, write_words, WORDS},
    {"groups", AT(groups), read_words, write_words, WORDS},
    {"created_at", AT(created_at), read_time, write_time, TIME},
    {"updated_at", AT(updated_at), read_time, write_time, TIME},
};

enum { N_MEMBERS = sizeof members / sizeof members[0] };

static const struct member *find(const char *name)
{
    for (size_t i = 0; i < N_MEMBERS; i++)
        if (strcmp(members[i].name, name) == 0)
            return &members[i];
    return NULL;
}

static const char *unknown(arena_t *arena, const char *name)
{
    str_t word = str_from_cstr(name), near = nearest_of(word, STR_NONE, STR(HASH));

    for (size_t i = 0; i < N_MEMBERS; i++)
        near = nearest_of(word, near, str_from_cstr(members[i].name));
    if (!str_is_clean_utf8(word) || word.len > ACCOUNT_PERSON_ID_MAX)
        return "A member's name is none that a person has";
    return str_present(near)
               ? arena_printf(
                     arena, "%s is no member of a person; did you mean %.*s?", name, STR_ARG(near))
                     .ptr
               : arena_printf(arena, "%s is no member of a person", name).ptr;
}

static const char *read_member(
    arena_t *arena, const char *name, const json_t *value, struct oauth_subject *person)
{
    const struct member *member = find(name);

    if (member == NULL)
        return unknown(arena, name);
    if (json_is_null(value) || member->read(arena, value, (char *)person + member->offset))
        return NULL;
    return arena_printf(arena, "%s must be %s", name, member->must).ptr;
}

const char *account_person_read(
    arena_t *arena, const json_t *object, struct oauth_subject *person, str_t *hash_out)
{
    const char *name, *problem = NULL;
    json_t *value;

    *hash_out = STR_NONE;
    json_object_foreach((json_t *)(uintptr_t)object, name, value)
    {
        if (strcmp(name, HASH) != 0)
            problem = read_member(arena, name, value, person);
        else if (json_is_string(value))
            *hash_out = arena_str(arena, text_of(value));
        else if (!json_is_null(value))
            problem = HASH " must be a text";
        if (problem != NULL)
            return problem;
    }
    return NULL;
}

json_t *account_person_write(const struct oauth_subject *person, str_t hash)
{
    json_t *object = json_object();

    for (size_t i = 0; i < N_MEMBERS; i++) {
        json_t *value = members[i].write((const char *)person + members[i].offset);

        if (value != NULL)
            json_object_set_new(object, members[i].name, value);
    }
    json_put_str(object, HASH, hash);
    return object;
}
