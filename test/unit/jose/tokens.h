/* Tokens from parts, as an attacker would write them. */
#ifndef TESSERA_TEST_JOSE_TOKENS_H
#define TESSERA_TEST_JOSE_TOKENS_H

#include "base/base64url.h"

/* header.payload.signature, each part encoded; nothing is checked. */
static inline str_t token_of(arena_t *arena, str_t header, str_t payload, str_t signature)
{
    str_t a = base64url_encode(arena, header.ptr, header.len);
    str_t b = base64url_encode(arena, payload.ptr, payload.len);
    str_t c = base64url_encode(arena, signature.ptr, signature.len);
    return arena_printf(arena, "%.*s.%.*s.%.*s", STR_ARG(a), STR_ARG(b), STR_ARG(c));
}

/* `part` `times` times. */
static inline str_t repeated(arena_t *arena, const char *part, size_t times)
{
    size_t len = str_from_cstr(part).len;
    char *text = arena_alloc(arena, len * times + 1);
    for (size_t i = 0; i < len * times; i++)
        text[i] = part[i % len];
    return (str_t){text, len * times};
}

#endif
