/* Randomness comes in through this port, so that tests own it. The real one is crypto/random.h. */
#ifndef TESSERA_BASE_RANDOM_H
#define TESSERA_BASE_RANDOM_H

#include "base/arena.h"

struct random_source {
    void *self;
    void (*fill)(void *self, void *out, size_t len); /* cannot fail: aborts without entropy */
};

/* base64url of `bytes` random bytes, at most 64: 16 for identifiers, 32 for secrets. */
str_t random_token(arena_t *arena, const struct random_source *random, size_t bytes);

#endif
