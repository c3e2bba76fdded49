/* Who asks: the connection's address, or what trusted proxies say. Pure; any thread. */
#ifndef TESSERA_HTTP_ADDRESS_H
#define TESSERA_HTTP_ADDRESS_H

#include "base/arena.h"
#include "config/address.h"

struct http_address {
    str_t text;   /* IPv4-mapped addresses as IPv4; "unknown" for another family */
    str_t bucket; /* IPv4: the same; IPv6: the first 64 bits, "2001:db8::/64" */
};

/* The networks whose X-Forwarded-For is believed. */
struct http_proxies {
    const struct address_range *ranges;
    size_t n;
};

/* `forwarded` is X-Forwarded-For, several joined by commas in their order. It is read from its end:
 * each address is believed as far as the one behind it is a trusted proxy; the first stranger is
 * the client. What is no address ends the walk at the proxy that sent it. */
struct http_address http_address_of(arena_t *arena, const struct sockaddr *peer, str_t forwarded,
    const struct http_proxies *proxies);

#endif
