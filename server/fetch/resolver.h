/* From a name to addresses, in bounded time: a port, so that tests own it, and the system's. */
#ifndef TESSERA_FETCH_RESOLVER_H
#define TESSERA_FETCH_RESOLVER_H

#include "config/address.h"
#include "fetch/failure.h"

enum { FETCH_ADDRESSES_MAX = 16 };

struct fetch_addresses {
    union address_socket items[FETCH_ADDRESSES_MAX]; /* with the port */
    size_t n;
};

struct fetch_resolver {
    void *self;
    /* FETCH_ANSWERED with at least one address, FETCH_NAME_UNKNOWN, or FETCH_TIMEOUT at the
     * deadline (clock_monotonic_ms). Any thread; blocks. */
    enum fetch_failure (*resolve)(void *self, const char *name, uint16_t port, int64_t deadline_ms,
        struct fetch_addresses *addresses_out);
};

/* The system's: getaddrinfo knows no deadline, so each lookup runs on a thread of its own, which is
 * left behind when time is up. At most FETCH_LOOKUPS_MAX run at once; beyond it FETCH_TIMEOUT. */
enum { FETCH_LOOKUPS_MAX = 32 };

struct fetch_lookups;

/* Looks one name up, in any time. */
typedef enum fetch_failure fetch_lookup_fn(
    const char *name, uint16_t port, struct fetch_addresses *addresses_out);
fetch_lookup_fn fetch_lookup_system;

/* Own. What was left behind may outlive it. */
struct fetch_lookups *fetch_lookups_new(fetch_lookup_fn *lookup);
void fetch_lookups_free(struct fetch_lookups **lookups); /* NULL inside is fine; sets it to NULL */
struct fetch_resolver fetch_lookups_resolver(struct fetch_lookups *lookups);

#endif
