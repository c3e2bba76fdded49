/* The inside of the keyset, shared by what keeps it and what uses it; for this folder only. */
#ifndef TESSERA_JOSE_KEYSET_INSIDE_H
#define TESSERA_JOSE_KEYSET_INSIDE_H

#include "base/clock.h"
#include "jose/ring.h"

#include <pthread.h>

struct keyset {
    const struct keyset_store *store;
    const struct seal_key *seal;
    const struct clock *clock;
    struct keyset_settings settings;

    pthread_mutex_t ring_lock; /* held for the swap and for taking a reference */
    struct ring *ring;
    pthread_mutex_t load_lock; /* held from reading the rows to the swap: an older reading never
                                  replaces a newer one */
    pthread_mutex_t lookup_lock;
    int64_t looked_up_ms; /* monotonic; the last reading that an unknown kid caused */
};

/* A reference of the caller's own; ring_unref. */
struct ring *keyset_ring(struct keyset *keyset);

#define AUTO_RING __attribute__((cleanup(ring_unref))) struct ring *

/* Reads the rows and puts a new ring in place. */
MUST_USE result_t keyset_load(struct keyset *keyset);

#endif
