/* What crypto asks of the outside. */
#ifndef TESSERA_CRYPTO_PORTS_H
#define TESSERA_CRYPTO_PORTS_H

#include "base/arena.h"
#include "base/result.h"

/* Table `secrets`: random keys of the service itself, sealed. Any thread; may block. */
struct secret_store {
    void *self;
    /* Absent in *sealed_out if there is none of that name. */
    result_t (*find)(void *self, arena_t *arena, str_t name, str_t *sealed_out);
    /* RESULT_CONFLICT if the name is taken. */
    result_t (*add)(void *self, str_t name, str_t sealed, int64_t created_at);
};

#endif
