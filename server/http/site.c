#include "http/site.h"

#include "base/uri.h"

bool http_site_parse(arena_t *arena, str_t issuer, struct http_site *site_out)
{
    struct uri uri;

    if (!uri_parse(issuer, &uri) || uri.host.len == 0 || str_present(uri.userinfo))
        return false;
    bool secure = str_eq_ci(uri.scheme, STR("https"));
    if (!secure && !str_eq_ci(uri.scheme, STR("http")))
        return false;
    str_t base = uri.path;
    while (str_ends_with(base, STR("/")))
        base = str_first(base, base.len - 1);
    str_t origin = uri_origin(arena, &uri);
    *site_out = (struct http_site){
        .issuer = arena_str(arena, issuer),
        .origin = origin,
        .authority = str_from(origin, uri.scheme.len + 3),
        .base = arena_str(arena, base),
        .secure = secure,
        .loopback = uri_is_loopback(&uri),
    };
    return true;
}

bool http_site_is_host(const struct http_site *site, str_t host)
{
    str_t port = site->secure ? STR(":443") : STR(":80");

    if (str_eq_ci(host, site->authority))
        return true;
    return str_ends_with(host, port) &&
           str_eq_ci(str_first(host, host.len - port.len), site->authority);
}
