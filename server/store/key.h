/* Tables `signing_keys` and `secrets`: what the service itself keeps, sealed. */
#ifndef TESSERA_STORE_KEY_H
#define TESSERA_STORE_KEY_H

#include "crypto/ports.h"
#include "jose/ports.h"
#include "store/rows.h"

result_t store_keys_load(
    void *self, arena_t *arena, const struct keyset_row **rows_out, size_t *n_out);
result_t store_key_add(void *self, const struct keyset_row *row);
result_t store_key_remove(void *self, str_t kid);

result_t store_secret_find(void *self, arena_t *arena, str_t name, str_t *sealed_out);
result_t store_secret_add(void *self, str_t name, str_t sealed, int64_t created_at);

#endif
