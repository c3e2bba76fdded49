/* The URLs that the fetcher takes, and the addresses that it may go to. Pure; any thread. */
#ifndef TESSERA_FETCH_TARGET_H
#define TESSERA_FETCH_TARGET_H

#include "base/arena.h"
#include "config/allowed_host.h"
#include "fetch/failure.h"

enum { FETCH_URL_MAX = 2048 };

struct fetch_target {
    const char *url;
    const char *host; /* lower case, without brackets */
    uint16_t port;
    bool is_address; /* the host is one, in `address`; else it is a name */
    union address_socket address;
};

/* https, a host that is a name or an address in its one right spelling, no credentials (not even
 * empty ones), no fragment, at most FETCH_URL_MAX bytes. */
enum fetch_failure fetch_target_parse(arena_t *arena, str_t url, struct fetch_target *target_out);

struct fetch_guard {
    const struct allowed_host *allowed;
    size_t n;
};

/* A public address, or one that the guard's list opens for this target. */
bool fetch_guard_allows(const struct fetch_guard *guard, const struct fetch_target *target,
    const struct sockaddr *address);

#endif
