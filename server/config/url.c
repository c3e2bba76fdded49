#include "config/url.h"

#include <string.h>

enum { HOST_MAX = 253 };

/* Cuts what stands before the first of `ends` off `rest`. */
static str_t take_until(str_t *rest, const char *ends)
{
    size_t n = 0;
    while (n < rest->len && strchr(ends, rest->ptr[n]) == NULL)
        n++;
    str_t part = str_first(*rest, n);
    *rest = str_from(*rest, n);
    return part;
}

static bool all_of(str_t text, const char *allowed)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == 0 || strchr(allowed, text.ptr[i]) == NULL)
            return false;
    return text.len > 0;
}

static bool host_is_good(str_t host)
{
    if (host.len > HOST_MAX)
        return false;
    if (str_starts_with(host, STR("[")))
        return host.len > 2 && str_ends_with(host, STR("]")) &&
               all_of(str_first(str_from(host, 1), host.len - 2), "0123456789abcdef:.");
    return all_of(host, "abcdefghijklmnopqrstuvwxyz0123456789.-") && host.ptr[0] != '-' &&
           host.ptr[0] != '.';
}

static bool port_is_good(str_t port)
{
    int64_t number;
    return !str_present(port) ||
           (port.len <= 5 && str_to_int64(port, &number) && number >= 1 && number <= UINT16_MAX);
}

/* [USER@]HOST[:PORT] */
static bool authority_parse(str_t authority, struct url *url_out)
{
    for (size_t i = authority.len; i > 0; i--) {
        if (authority.ptr[i - 1] != '@')
            continue;
        url_out->user = str_first(authority, i - 1);
        authority = str_from(authority, i);
        break;
    }
    size_t colon = authority.len;
    while (colon > 0 && authority.ptr[colon - 1] != ':' && authority.ptr[colon - 1] != ']')
        colon--;
    if (colon > 0 && authority.ptr[colon - 1] == ':') {
        url_out->port = str_from(authority, colon);
        authority = str_first(authority, colon - 1);
    }
    url_out->host = authority;
    return host_is_good(url_out->host) && port_is_good(url_out->port);
}

bool url_parse(str_t text, struct url *url_out)
{
    *url_out = (struct url){0};
    str_t rest = text;
    url_out->scheme = take_until(&rest, ":");
    if (!all_of(url_out->scheme, "abcdefghijklmnopqrstuvwxyz0123456789+-.") ||
        !str_starts_with(rest, STR("://")))
        return false;
    rest = str_from(rest, 3);
    if (!authority_parse(take_until(&rest, "/?#"), url_out))
        return false;
    url_out->path = take_until(&rest, "?#");
    url_out->has_query = str_starts_with(rest, STR("?"));
    url_out->has_fragment = str_contains_char(rest, '#');
    return true;
}

bool url_is_loopback(const struct url *url)
{
    return str_eq(url->host, STR("localhost")) || str_ends_with(url->host, STR(".localhost")) ||
           str_eq(url->host, STR("[::1]")) ||
           (str_starts_with(url->host, STR("127.")) && all_of(url->host, "0123456789."));
}
