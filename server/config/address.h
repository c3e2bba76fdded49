/* Addresses in settings, parsed: what to listen on, and networks. Numbers only; no name is looked
 * up but "localhost", which is a constant here. */
#ifndef TESSERA_CONFIG_ADDRESS_H
#define TESSERA_CONFIG_ADDRESS_H

#include "base/str.h"

#include <netinet/in.h>
#include <sys/socket.h>

union address_socket {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

/* Ready to bind. Two where the host is "localhost": 127.0.0.1 first, then ::1. */
struct address_listen {
    union address_socket sockets[2];
    size_t n;
    uint16_t port; /* 0: any free one */
    bool loopback; /* nobody outside this machine can reach it */
};

/* "127.0.0.1:8443", "[::1]:8443", "localhost:8443", "0.0.0.0:443". */
bool address_listen_parse(str_t text, struct address_listen *listen_out);

/* A network; IPv4 as IPv4-mapped IPv6. */
struct address_range {
    uint8_t bytes[16];
    unsigned bits;
};

/* "10.0.0.0/8", "2001:db8::/32", or one address without "/". Bits past the prefix must be 0. */
bool address_range_parse(str_t text, struct address_range *range_out);

bool address_range_has(const struct address_range *range, const struct sockaddr *address);

/* Whether every IPv4 address is in it: "0.0.0.0/0", "::/0". */
bool address_range_is_everything(const struct address_range *range);

#endif
