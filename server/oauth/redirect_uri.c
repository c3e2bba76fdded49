#include "oauth/redirect_uri.h"

#include "base/uri.h"

static const char *scheme_refusal(enum oauth_client_type type, const struct uri *uri)
{
    if (str_eq(uri->scheme, STR("https")))
        return uri->host.len > 0 ? NULL : "it must name a host";
    if (str_eq(uri->scheme, STR("http")))
        return uri_is_loopback(uri) ? NULL : "http is for loopback addresses only";
    if (type != CLIENT_NATIVE)
        return "it must be an https address";
    if (!str_contains_char(uri->scheme, '.'))
        return "a private scheme must be a reversed domain name, with a dot";
    return NULL;
}

/* A registered name of letters, digits, '-', '.' and '_' (RFC 3986 allows more, such as ';', which
 * would end a directive of Content-Security-Policy), or an IP literal. */
static bool is_plain_host(const struct uri *uri)
{
    for (size_t i = 0; i < uri->host.len && !uri->ip_literal; i++) {
        char c = uri->host.ptr[i];
        bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '.' && c != '_')
            return false;
    }
    return true;
}

const char *redirect_uri_refusal(enum oauth_client_type type, str_t text)
{
    struct uri uri;

    if (text.len > REDIRECT_URI_MAX_LEN)
        return "it is too long";
    if (!uri_parse(text, &uri))
        return "it must be an absolute URI";
    if (str_present(uri.fragment))
        return "it must not have a fragment";
    if (str_present(uri.userinfo))
        return "it must not carry a user name";
    if (str_contains_char(text, '*'))
        return "wildcards are not allowed";
    if (!is_plain_host(&uri))
        return "its host must consist of letters, digits, '-', '.' and '_'";
    return scheme_refusal(type, &uri);
}

/* An http URI whose host is a loopback address, not a name (RFC 8252, section 8.3). */
static bool loopback_literal(str_t text, struct uri *uri)
{
    return uri_parse(text, uri) && str_eq(uri->scheme, STR("http")) &&
           uri_is_loopback_literal(uri) && !str_present(uri->userinfo);
}

static bool same(str_t a, str_t b)
{
    return str_present(a) == str_present(b) && str_eq(a, b);
}

bool redirect_uri_matches(str_t registered, str_t given)
{
    struct uri a, b;

    if (str_eq(registered, given))
        return true;
    return loopback_literal(registered, &a) && loopback_literal(given, &b) &&
           str_eq(a.host, b.host) && str_eq(a.path, b.path) && same(a.query, b.query) &&
           same(a.fragment, b.fragment);
}

str_t redirect_uri_host(arena_t *arena, str_t text)
{
    struct uri uri;

    if (!uri_parse(text, &uri))
        return STR("");
    return arena_str(arena, uri.host.len > 0 ? uri.host : uri.scheme);
}

str_t redirect_uri_csp_source(arena_t *arena, str_t text)
{
    struct uri uri;

    if (!uri_parse(text, &uri))
        return STR("'none'");
    if (uri.host.len > 0 && (str_eq(uri.scheme, STR("https")) || str_eq(uri.scheme, STR("http"))))
        return uri_origin(arena, &uri);
    return arena_printf(arena, "%.*s:", STR_ARG(uri.scheme));
}
