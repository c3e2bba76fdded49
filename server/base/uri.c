#include "base/uri.h"

#include "base/buf.h"

static bool alpha(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool hex(char c)
{
    return digit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/* Section 2: unreserved, and the marks of this component; '%' only before two hex digits. */
static bool only(str_t text, const char *marks)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '%') {
            if (text.len - i < 3 || !hex(text.ptr[i + 1]) || !hex(text.ptr[i + 2]))
                return false;
        } else if (!alpha(c) && !digit(c) && !str_contains_char(str_from_cstr(marks), c)) {
            return false;
        }
    }
    return true;
}

#define UNRESERVED_MARKS "-._~"
#define SUB_DELIMS "!$&'()*+,;="

/* Section 3.1. */
static bool scheme_valid(str_t scheme)
{
    if (scheme.len == 0 || !alpha(scheme.ptr[0]))
        return false;
    for (size_t i = 0; i < scheme.len; i++) {
        char c = scheme.ptr[i];

        if (!alpha(c) && !digit(c) && c != '+' && c != '-' && c != '.')
            return false;
    }
    return true;
}

static bool port_valid(str_t port)
{
    int64_t number = 0;

    return port.len <= 5 && str_to_int64(port, &number) && number >= 1 && number <= 65535;
}

/* Section 3.2.2. IPv6 literals are looked at by their characters only. */
static bool parse_host(str_t text, struct uri *uri)
{
    str_t rest = text;

    if (text.len > 0 && text.ptr[0] == '[') {
        rest = str_from(text, 1);
        if (!str_next(&rest, ']', &uri->host) || !str_present(rest) || uri->host.len == 0 ||
            !only(uri->host, ":.") || str_contains_char(uri->host, '%'))
            return false;
        uri->ip_literal = true;
        if (rest.len == 0)
            return true;
        if (rest.ptr[0] != ':')
            return false;
        uri->port = str_from(rest, 1);
        return port_valid(uri->port);
    }
    str_next(&rest, ':', &uri->host);
    uri->port = rest;
    return only(uri->host, UNRESERVED_MARKS SUB_DELIMS) &&
           (!str_present(uri->port) || port_valid(uri->port));
}

static bool parse_authority(str_t authority, struct uri *uri)
{
    str_t host = authority, before;

    if (str_contains_char(authority, '@')) {
        str_next(&host, '@', &before);
        uri->userinfo = before;
        if (str_contains_char(host, '@') || !only(uri->userinfo, UNRESERVED_MARKS SUB_DELIMS ":"))
            return false;
    }
    return parse_host(host, uri);
}

/* Cuts the tail from the first `mark` on; the tail without the mark, absent if there is none. */
static str_t cut_tail(str_t *text, char mark)
{
    str_t rest = *text, head;

    str_next(&rest, mark, &head);
    *text = head;
    return rest;
}

bool uri_parse(str_t text, struct uri *uri_out)
{
    struct uri uri = {.host = STR("")};
    str_t rest = text;

    if (!str_present(text) || !str_contains_char(text, ':'))
        return false;
    uri.fragment = cut_tail(&rest, '#');
    uri.query = cut_tail(&rest, '?');
    if (!str_contains_char(rest, ':') || !str_next(&rest, ':', &uri.scheme) ||
        !scheme_valid(uri.scheme))
        return false;
    if (str_starts_with(rest, STR("//"))) {
        str_t authority, path = str_from(rest, 2);

        str_next(&path, '/', &authority);
        if (!parse_authority(authority, &uri))
            return false;
        rest = str_from(rest, 2 + authority.len);
    }
    uri.path = rest;
    if (uri.path.len == 0 && uri.host.len == 0)
        return false;
    *uri_out = uri;
    return only(uri.path, UNRESERVED_MARKS SUB_DELIMS ":@/") &&
           only(uri.query, UNRESERVED_MARKS SUB_DELIMS ":@/?") &&
           only(uri.fragment, UNRESERVED_MARKS SUB_DELIMS ":@/?");
}

static bool dotted_quad_of_127(str_t host)
{
    str_t part;
    int64_t number = 0;
    size_t parts = 0;

    while (str_next(&host, '.', &part)) {
        if (part.len > 3 || !str_to_int64(part, &number) || number > 255 ||
            (parts == 0 && number != 127) || (part.len > 1 && part.ptr[0] == '0'))
            return false;
        parts++;
    }
    return parts == 4;
}

bool uri_is_loopback_literal(const struct uri *uri)
{
    return uri->ip_literal ? str_eq(uri->host, STR("::1")) : dotted_quad_of_127(uri->host);
}

bool uri_is_loopback(const struct uri *uri)
{
    return uri_is_loopback_literal(uri) ||
           (!uri->ip_literal && str_eq_ci(uri->host, STR("localhost")));
}

static void put_lower(buf_t *text, str_t s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];

        buf_put_char(text, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
    }
}

str_t uri_host(arena_t *arena, const struct uri *uri)
{
    buf_t host = buf_new(arena, uri->host.len + 1);

    put_lower(&host, uri->host);
    return buf_str(&host);
}

static bool default_port(const struct uri *uri)
{
    return (str_eq_ci(uri->scheme, STR("https")) && str_eq(uri->port, STR("443"))) ||
           (str_eq_ci(uri->scheme, STR("http")) && str_eq(uri->port, STR("80")));
}

str_t uri_origin(arena_t *arena, const struct uri *uri)
{
    buf_t origin = buf_new(arena, uri->scheme.len + uri->host.len + 16);

    put_lower(&origin, uri->scheme);
    buf_put(&origin, STR("://"));
    buf_put(&origin, uri->ip_literal ? STR("[") : STR(""));
    put_lower(&origin, uri->host);
    buf_put(&origin, uri->ip_literal ? STR("]") : STR(""));
    if (str_present(uri->port) && !default_port(uri)) {
        buf_put_char(&origin, ':');
        buf_put(&origin, uri->port);
    }
    return buf_str(&origin);
}
