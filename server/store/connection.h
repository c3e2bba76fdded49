/* What applications may do for a person: tables `consents` and `grants`, seen together. */
#ifndef TESSERA_STORE_CONNECTION_H
#define TESSERA_STORE_CONNECTION_H

#include "account/ports.h"
#include "store/rows.h"

result_t store_connection_list(void *self, arena_t *arena, str_t user_id, int64_t now,
    const struct account_page *page, const struct account_connection **connections_out,
    size_t *n_out);
result_t store_connection_end(
    void *self, str_t user_id, str_t client_id, int64_t now, bool *ended_out);

#endif
