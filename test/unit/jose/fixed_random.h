/* Random bytes that a test gives. */
#ifndef TESSERA_TEST_JOSE_FIXED_RANDOM_H
#define TESSERA_TEST_JOSE_FIXED_RANDOM_H

#include "base/random.h"

/* 1, 2, 3, ..., from where the last call stopped. */
struct counting {
    uint8_t last;
};

static inline void counting_fill(void *self, void *out, size_t len)
{
    struct counting *counting = self;
    uint8_t *bytes = out;
    for (size_t i = 0; i < len; i++)
        bytes[i] = ++counting->last;
}

/* A big-endian number, as nettle reads a scalar from random bytes. */
struct scalar {
    uint8_t bytes[32];
};

static inline void scalar_fill(void *self, void *out, size_t len)
{
    const struct scalar *scalar = self;
    uint8_t *bytes = out;
    for (size_t i = 0; i < len && i < sizeof scalar->bytes; i++)
        bytes[i] = scalar->bytes[i];
}

#endif
