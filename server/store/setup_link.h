/* Table `setup_links`. */
#ifndef TESSERA_STORE_SETUP_LINK_H
#define TESSERA_STORE_SETUP_LINK_H

#include "store/rows.h"

result_t store_setup_link_add(void *self, str_t digest, int64_t now, int64_t expires_at);
result_t store_setup_link_valid(void *self, str_t digest, int64_t now, bool *valid_out);

/* RESULT_CONFLICT if it is used, expired or unknown. One statement. */
MUST_USE result_t store_setup_link_spend(
    struct db_tx *tx, arena_t *arena, str_t digest, int64_t now);

#endif
