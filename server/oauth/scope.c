#include "oauth/scope.h"

#include "base/buf.h"

const str_t scope_standard =
    STR_INIT("openid profile email phone address roles groups offline_access");

bool scope_is_standard(str_t word)
{
    return str_list_has(scope_standard, word);
}

bool scope_word_valid(str_t word)
{
    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.ptr[i];

        if (c < 0x21 || c > 0x7E || c == '"' || c == '\\')
            return false;
    }
    return word.len > 0;
}

bool scope_list_valid(str_t list)
{
    str_t word;
    size_t words = 0;

    if (list.len > SCOPE_MAX_LEN)
        return false;
    while (str_next(&list, ' ', &word)) {
        if (!scope_word_valid(word) || ++words > SCOPE_MAX_WORDS)
            return false;
    }
    return words > 0;
}

static void add_word(buf_t *set, str_t word)
{
    if (word.len == 0 || str_list_has(buf_str(set), word))
        return;
    if (set->len > 0)
        buf_put_char(set, ' ');
    buf_put(set, word);
}

static str_t select_words(arena_t *arena, str_t a, str_t b, bool present)
{
    buf_t set = buf_new(arena, a.len + 1);
    str_t word;

    while (str_next(&a, ' ', &word)) {
        if (str_list_has(b, word) == present)
            add_word(&set, word);
    }
    return buf_str(&set);
}

str_t scope_intersect(arena_t *arena, str_t a, str_t b)
{
    return select_words(arena, a, b, true);
}

str_t scope_without(arena_t *arena, str_t a, str_t b)
{
    return select_words(arena, a, b, false);
}

str_t scope_union(arena_t *arena, str_t a, str_t b)
{
    buf_t set = buf_new(arena, a.len + b.len + 2);
    str_t word;

    while (str_next(&a, ' ', &word))
        add_word(&set, word);
    while (str_next(&b, ' ', &word))
        add_word(&set, word);
    return buf_str(&set);
}

bool scope_is_subset(str_t a, str_t b)
{
    str_t word;

    while (str_next(&a, ' ', &word)) {
        if (word.len > 0 && !str_list_has(b, word))
            return false;
    }
    return true;
}

bool scope_overlaps(str_t a, str_t b)
{
    str_t word;

    while (str_next(&a, ' ', &word)) {
        if (word.len > 0 && str_list_has(b, word))
            return true;
    }
    return false;
}

const struct oauth_scope_record *scope_find(const struct scope_catalogue *catalogue, str_t word)
{
    for (size_t i = 0; i < catalogue->n; i++) {
        if (str_eq(catalogue->scopes[i].name, word))
            return &catalogue->scopes[i];
    }
    return NULL;
}

bool scope_known(const struct scope_catalogue *catalogue, str_t word)
{
    return scope_is_standard(word) || scope_find(catalogue, word);
}

bool scope_names_audience(const struct scope_catalogue *catalogue, str_t audience)
{
    for (size_t i = 0; i < catalogue->n; i++) {
        if (str_eq(catalogue->scopes[i].audience, audience))
            return true;
    }
    return false;
}

enum { AUDIENCES_MAX_LEN = 16384 };

str_t scope_audiences(arena_t *arena, const struct scope_catalogue *catalogue, str_t list)
{
    buf_t audiences = buf_new(arena, AUDIENCES_MAX_LEN);
    str_t word;

    while (str_next(&list, ' ', &word)) {
        const struct oauth_scope_record *scope = scope_find(catalogue, word);

        if (scope)
            add_word(&audiences, scope->audience);
    }
    return buf_str(&audiences);
}

str_t scope_for_audiences(
    arena_t *arena, const struct scope_catalogue *catalogue, str_t list, str_t audiences)
{
    buf_t kept = buf_new(arena, list.len + 1);
    str_t word;

    while (str_next(&list, ' ', &word)) {
        const struct oauth_scope_record *scope = scope_find(catalogue, word);

        if (!scope || str_list_has(audiences, scope->audience))
            add_word(&kept, word);
    }
    return buf_str(&kept);
}
