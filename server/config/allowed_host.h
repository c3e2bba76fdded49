/* An entry of fetch.allow_hosts: where the fetcher may go although nobody else can reach it.
 *
 *   NAME[:PORT]      that host of a URL, wherever its name leads
 *   ADDRESS[:PORT]   that address ("10.1.2.3", "[fd00::1]:8443"), whichever name led there
 *   NETWORK/BITS     each address in it
 *
 * Pure; any thread.
 */
#ifndef TESSERA_CONFIG_ALLOWED_HOST_H
#define TESSERA_CONFIG_ALLOWED_HOST_H

#include "config/address.h"

struct allowed_host {
    str_t name; /* borrowed; absent: `range` says where */
    struct address_range range;
    uint16_t port; /* 0: any */
};

bool allowed_host_parse(str_t text, struct allowed_host *host_out);

/* Whether the entry opens `address` for a URL with this host (without brackets) and port. */
bool allowed_host_opens(
    const struct allowed_host *allowed, str_t host, uint16_t port, const struct sockaddr *address);

#endif
