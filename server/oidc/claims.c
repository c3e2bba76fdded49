#include "oidc/claims.h"

#include "base/json_read.h"

static void put_text(json_t *object, const char *name, str_t value)
{
    if (value.len > 0)
        json_put_str(object, name, value);
}

static void put_name(json_t *object, const char *name, const struct oauth_subject *subject)
{
    str_t given = subject->given_name, family = subject->family_name;
    json_t *full = json_sprintf(
        "%.*s%s%.*s", STR_ARG(given), given.len > 0 && family.len > 0 ? " " : "", STR_ARG(family));

    if (json_string_length(full) > 0)
        json_object_set(object, name, full);
    json_decref(full);
}

static void put_given_name(json_t *object, const char *name, const struct oauth_subject *subject)
{
    put_text(object, name, subject->given_name);
}

static void put_family_name(json_t *object, const char *name, const struct oauth_subject *subject)
{
    put_text(object, name, subject->family_name);
}

static void put_email(json_t *object, const char *name, const struct oauth_subject *subject)
{
    put_text(object, name, subject->email);
}

static void put_email_verified(
    json_t *object, const char *name, const struct oauth_subject *subject)
{
    json_object_set_new(object, name, json_boolean(subject->email_verified));
}

static void put_phone(json_t *object, const char *name, const struct oauth_subject *subject)
{
    put_text(object, name, subject->phone);
}

static void put_phone_verified(
    json_t *object, const char *name, const struct oauth_subject *subject)
{
    if (subject->phone.len > 0)
        json_object_set_new(object, name, json_boolean(subject->phone_verified));
}

static void put_locale(json_t *object, const char *name, const struct oauth_subject *subject)
{
    put_text(object, name, subject->locale);
}

static void put_zoneinfo(json_t *object, const char *name, const struct oauth_subject *subject)
{
    put_text(object, name, subject->zoneinfo);
}

static void put_updated_at(json_t *object, const char *name, const struct oauth_subject *subject)
{
    json_put_int(object, name, subject->updated_at);
}

enum { ADDRESS_MAX = 4096 };

static void put_address(json_t *object, const char *name, const struct oauth_subject *subject)
{
    json_t *address = json_read_object(subject->address, ADDRESS_MAX);

    if (json_object_size(address) > 0)
        json_object_set(object, name, address);
    json_decref(address);
}

/* Lists, present even when empty: verifiers read them without asking whether they are there. */
static void put_roles(json_t *object, const char *name, const struct oauth_subject *subject)
{
    json_object_set_new(object, name, json_words(subject->roles));
}

static void put_groups(json_t *object, const char *name, const struct oauth_subject *subject)
{
    json_object_set_new(object, name, json_words(subject->groups));
}

static const struct claim claims[] = {
    {"profile", "name", true, put_name},
    {"profile", "given_name", true, put_given_name},
    {"profile", "family_name", true, put_family_name},
    {"profile", "preferred_username", false, put_email},
    {"profile", "locale", false, put_locale},
    {"profile", "zoneinfo", false, put_zoneinfo},
    {"profile", "updated_at", false, put_updated_at},
    {"email", "email", false, put_email},
    {"email", "email_verified", false, put_email_verified},
    {"phone", "phone_number", false, put_phone},
    {"phone", "phone_number_verified", false, put_phone_verified},
    {"address", "address", true, put_address},
    {"roles", "roles", false, put_roles},
    {"groups", "groups", false, put_groups},
};

enum { CLAIMS = sizeof claims / sizeof claims[0] };

/* One form of each name is kept, so a tag chooses nothing: it is answered by the claim without one,
 * as section 5.2 recommends where only one language is spoken. */
const struct claim *claim_find(str_t name)
{
    str_t rest = name, plain;

    str_next(&rest, '#', &plain);
    for (size_t i = 0; i < CLAIMS; i++) {
        if (str_eq(plain, str_from_cstr(claims[i].name)))
            return str_present(rest) && !claims[i].localized ? NULL : &claims[i];
    }
    return NULL;
}

void claims_put(json_t *object, const struct oauth_subject *subject, str_t scope)
{
    for (size_t i = 0; i < CLAIMS; i++) {
        if (str_list_has(scope, str_from_cstr(claims[i].scope)))
            claims[i].put(object, claims[i].name, subject);
    }
}

json_t *claims_supported(void)
{
    json_t *names = json_array();

    json_array_append_new(names, json_string("sub"));
    for (size_t i = 0; i < CLAIMS; i++)
        json_array_append_new(names, json_string(claims[i].name));
    return names;
}
