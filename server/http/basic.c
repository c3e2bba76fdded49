#include "http/basic.h"

#include "base/base64url.h"
#include "base/form.h"

/* The part behind "scheme "; absent if the header names another scheme (RFC 9110, section 11.4). */
static str_t credentials_of(str_t authorization, str_t scheme)
{
    if (!str_present(authorization) || !str_eq_ci(str_first(authorization, scheme.len), scheme))
        return STR_NONE;
    str_t rest = str_from(authorization, scheme.len);
    if (rest.len > 0 && rest.ptr[0] != ' ')
        return STR_NONE;
    while (rest.len > 0 && rest.ptr[0] == ' ')
        rest = str_from(rest, 1);
    return rest;
}

enum http_credentials http_basic_parse(
    arena_t *arena, str_t authorization, str_t *id_out, str_t *secret_out)
{
    str_t credentials = credentials_of(authorization, STR("Basic"));
    str_t pair, id;

    *id_out = *secret_out = STR_NONE;
    if (!str_present(credentials))
        return HTTP_CREDENTIALS_NONE;
    if (!base64_decode(arena, credentials, &pair) || !str_next(&pair, ':', &id) ||
        !str_present(pair))
        return HTTP_CREDENTIALS_MALFORMED;
    id = form_decode(arena, id);
    str_t secret = form_decode(arena, pair);
    /* A NUL would cut it for whoever reads it as C text. */
    if (id.len == 0 || !str_present(secret) || !str_is_clean_utf8(id) || !str_is_clean_utf8(secret))
        return HTTP_CREDENTIALS_MALFORMED;
    *id_out = id;
    *secret_out = secret;
    return HTTP_CREDENTIALS_OK;
}

static bool is_token_char(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~' || c == '+' || c == '/';
}

/* b64token (RFC 6750, section 2.1). */
static bool is_b64token(str_t text)
{
    while (text.len > 1 && text.ptr[text.len - 1] == '=')
        text.len--;
    for (size_t i = 0; i < text.len; i++)
        if (!is_token_char(text.ptr[i]))
            return false;
    return text.len > 0;
}

enum http_credentials http_bearer_parse(str_t authorization, str_t *token_out)
{
    str_t token = credentials_of(authorization, STR("Bearer"));

    *token_out = STR_NONE;
    if (!str_present(token))
        return HTTP_CREDENTIALS_NONE;
    if (!is_b64token(token))
        return HTTP_CREDENTIALS_MALFORMED;
    *token_out = token;
    return HTTP_CREDENTIALS_OK;
}
