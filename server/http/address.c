#include "http/address.h"

#include <arpa/inet.h>
#include <string.h>

enum { MAX_HOPS = 20, HOST_BYTES = 64 };

static bool is_port(str_t text)
{
    int64_t port;

    return text.len <= 5 && str_to_int64(text, &port) && port <= UINT16_MAX;
}

/* "192.0.2.1", "192.0.2.1:80", "2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:443". */
static str_t without_port(str_t text)
{
    str_t rest = text, host;

    if (str_starts_with(text, STR("["))) {
        rest = str_from(text, 1);
        str_next(&rest, ']', &host);
        bool complete = str_present(rest) &&
                        (rest.len == 0 || (rest.ptr[0] == ':' && is_port(str_from(rest, 1))));
        return complete ? host : STR_NONE;
    }
    str_next(&rest, ':', &host);
    if (!str_present(rest) || str_contains_char(rest, ':'))
        return text; /* no port, or an IPv6 address without brackets */
    return is_port(rest) ? host : STR_NONE;
}

static bool parse(str_t text, union address_socket *address_out)
{
    char host[HOST_BYTES];
    str_t literal = without_port(str_trim(text));

    if (literal.len == 0 || literal.len >= HOST_BYTES || str_contains_char(literal, '\0'))
        return false;
    memcpy(host, literal.ptr, literal.len);
    host[literal.len] = '\0';
    memset(address_out, 0, sizeof *address_out);
    bool v6 = str_contains_char(literal, ':');
    address_out->any.sa_family = v6 ? AF_INET6 : AF_INET;
    return inet_pton(address_out->any.sa_family, host,
               v6 ? (void *)&address_out->v6.sin6_addr : (void *)&address_out->v4.sin_addr) == 1;
}

static bool is_trusted(const struct http_proxies *proxies, const union address_socket *address)
{
    for (size_t i = 0; i < proxies->n; i++)
        if (address_range_has(&proxies->ranges[i], &address->any))
            return true;
    return false;
}

/* Cuts the last element off; false once there is none. */
static bool last_element(str_t *list, str_t *element_out)
{
    if (!str_present(*list))
        return false;
    size_t comma = list->len;
    while (comma > 0 && list->ptr[comma - 1] != ',')
        comma--;
    *element_out = str_from(*list, comma);
    *list = comma == 0 ? STR_NONE : str_first(*list, comma - 1);
    return true;
}

static struct http_address render(arena_t *arena, const union address_socket *address)
{
    char text[INET6_ADDRSTRLEN] = "unknown", network[INET6_ADDRSTRLEN] = "unknown";
    struct in6_addr v6;

    if (address->any.sa_family == AF_INET) {
        inet_ntop(AF_INET, &address->v4.sin_addr, text, sizeof text);
        return (struct http_address){
            arena_printf(arena, "%s", text), arena_printf(arena, "%s", text)};
    }
    if (address->any.sa_family != AF_INET6)
        return (struct http_address){STR("unknown"), STR("unknown")};
    v6 = address->v6.sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(&v6)) {
        inet_ntop(AF_INET, &v6.s6_addr[12], text, sizeof text);
        return (struct http_address){
            arena_printf(arena, "%s", text), arena_printf(arena, "%s", text)};
    }
    inet_ntop(AF_INET6, &v6, text, sizeof text);
    memset(&v6.s6_addr[8], 0, 8);
    inet_ntop(AF_INET6, &v6, network, sizeof network);
    return (struct http_address){
        arena_printf(arena, "%s", text), arena_printf(arena, "%s/64", network)};
}

struct http_address http_address_of(arena_t *arena, const struct sockaddr *peer, str_t forwarded,
    const struct http_proxies *proxies)
{
    union address_socket address = {0}, before;
    str_t element;

    if (peer->sa_family == AF_INET6)
        memcpy(&address.v6, peer, sizeof address.v6);
    else if (peer->sa_family == AF_INET)
        memcpy(&address.v4, peer, sizeof address.v4);
    for (int hops = 0; hops < MAX_HOPS && is_trusted(proxies, &address); hops++) {
        if (!last_element(&forwarded, &element) || !parse(element, &before))
            break;
        address = before;
    }
    return render(arena, &address);
}
