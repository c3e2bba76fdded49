/* Which addresses are public: reachable from everywhere and nobody's inside. Pure; any thread. */
#ifndef TESSERA_FETCH_PUBLIC_ADDRESS_H
#define TESSERA_FETCH_PUBLIC_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/* False for every special-purpose range of IPv4 and IPv6 (RFC 6890 and IANA's registries), for
 * multicast, and for IPv6 addresses that embed an IPv4 address which is not public. */
bool public_address(const struct sockaddr *address);

#endif
