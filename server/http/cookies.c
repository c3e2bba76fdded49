#include "http/cookies.h"

#include <assert.h>
#include <inttypes.h>

enum { MAX_PAIRS = 100 };

/* cookie-octet (RFC 6265, section 4.1.1). */
static bool is_cookie_value(str_t value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if (c <= 0x20 || c >= 0x7F || c == '"' || c == ',' || c == ';' || c == '\\')
            return false;
    }
    return true;
}

str_t http_cookie_find(str_t header, str_t name)
{
    str_t pair, key, found = STR_NONE;
    size_t n = 0;

    while (str_next(&header, ';', &pair)) {
        str_t value = str_trim(pair);
        if (++n > MAX_PAIRS)
            return STR_NONE;
        if (!str_next(&value, '=', &key) || !str_eq(key, name))
            continue;
        /* Two of one name: one is planted, and nobody can say which. */
        if (!str_present(value) || !is_cookie_value(value) ||
            (str_present(found) && !str_eq(found, value)))
            return STR_NONE;
        found = value;
    }
    return found;
}

static str_t full_name(const struct http_exchange *x, const char *name)
{
    return arena_printf(x->arena, "%s%s", x->site->secure ? "__Host-" : "", name);
}

str_t http_cookie(const struct http_exchange *x, const char *name)
{
    return http_cookie_find(http_header(&x->request, "cookie"), full_name(x, name));
}

static void reply_cookie(
    struct http_exchange *x, const char *name, str_t value, const char *lifetime)
{
    http_reply_header(x, "Set-Cookie",
        arena_printf(x->arena, "%.*s=%.*s; Path=/%s; HttpOnly; SameSite=Lax%s",
            STR_ARG(full_name(x, name)), STR_ARG(value), lifetime,
            x->site->secure ? "; Secure" : ""));
}

void http_cookie_set(struct http_exchange *x, const char *name, str_t value, int64_t max_age_s)
{
    assert(is_cookie_value(value) && max_age_s >= 0);
    str_t lifetime = STR("");
    if (max_age_s > 0)
        lifetime = arena_printf(x->arena, "; Max-Age=%" PRId64, max_age_s);
    reply_cookie(x, name, value, lifetime.ptr);
}

void http_cookie_clear(struct http_exchange *x, const char *name)
{
    reply_cookie(x, name, STR(""), "; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
}
