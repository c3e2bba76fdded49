#include "fetch/target.h"

#include "base/buf.h"
#include "base/host.h"
#include "base/uri.h"
#include "fetch/public_address.h"

#include <arpa/inet.h>

enum { HTTPS_PORT = 443 };

static const char *lower(arena_t *arena, str_t text)
{
    char *copy = arena_alloc(arena, text.len + 1);

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        copy[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return copy;
}

static uint16_t port_of(const struct uri *uri)
{
    int64_t port = HTTPS_PORT;

    if (str_present(uri->port))
        str_to_int64(uri->port, &port);
    return (uint16_t)port;
}

static bool read_v6(struct fetch_target *target)
{
    target->address.v6.sin6_family = AF_INET6;
    target->address.v6.sin6_port = htons(target->port);
    target->is_address = true;
    return inet_pton(AF_INET6, target->host, &target->address.v6.sin6_addr) == 1;
}

static bool read_v4(struct fetch_target *target)
{
    target->address.v4.sin_family = AF_INET;
    target->address.v4.sin_port = htons(target->port);
    target->is_address = true;
    return inet_pton(AF_INET, target->host, &target->address.v4.sin_addr) == 1;
}

static bool read_host(const struct uri *uri, struct fetch_target *target)
{
    if (uri->ip_literal)
        return read_v6(target);
    switch (host_kind(uri->host)) {
    case HOST_INVALID:
        return false;
    case HOST_NAME:
        return true;
    case HOST_IPV4:
        return read_v4(target);
    }
    return false;
}

enum fetch_failure fetch_target_parse(arena_t *arena, str_t url, struct fetch_target *target_out)
{
    struct fetch_target target = {0};
    struct uri uri;

    *target_out = target;
    if (url.len > FETCH_URL_MAX || !uri_parse(url, &uri))
        return FETCH_URL_MALFORMED;
    if (!str_eq_ci(uri.scheme, STR("https")))
        return FETCH_URL_NOT_HTTPS;
    if (str_present(uri.userinfo))
        return FETCH_URL_CREDENTIALS;
    if (str_present(uri.fragment))
        return FETCH_URL_FRAGMENT;
    target.url = arena_cstr(arena, url);
    target.host = lower(arena, uri.host);
    target.port = port_of(&uri);
    if (!read_host(&uri, &target))
        return FETCH_URL_HOST;
    *target_out = target;
    return FETCH_ANSWERED;
}

bool fetch_guard_allows(const struct fetch_guard *guard, const struct fetch_target *target,
    const struct sockaddr *address)
{
    for (size_t i = 0; i < guard->n; i++)
        if (allowed_host_opens(
                &guard->allowed[i], str_from_cstr(target->host), target->port, address))
            return true;
    return public_address(address);
}
