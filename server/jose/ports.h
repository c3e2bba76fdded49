/* What jose asks of the outside. */
#ifndef TESSERA_JOSE_PORTS_H
#define TESSERA_JOSE_PORTS_H

#include "base/arena.h"
#include "base/result.h"

/* A row of signing_keys. Times are Unix seconds. */
struct keyset_row {
    str_t kid;
    str_t alg;
    int64_t generation; /* 1, 2, ... within the algorithm */
    str_t public_jwk;
    str_t sealed_private;
    int64_t created_at;
    int64_t active_from;
};

/* Any thread; may block. */
struct keyset_store {
    void *self;
    /* All rows, in any order. */
    result_t (*load)(void *self, arena_t *arena, const struct keyset_row **rows_out, size_t *n_out);
    /* RESULT_CONFLICT if (alg, generation) or the kid is taken. */
    result_t (*add)(void *self, const struct keyset_row *row);
    /* Fine if there is none. */
    result_t (*remove)(void *self, str_t kid);
};

#endif
