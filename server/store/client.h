/* Table `clients`. The functions of the ports (oauth/ports.h, account/ports.h). */
#ifndef TESSERA_STORE_CLIENT_H
#define TESSERA_STORE_CLIENT_H

#include "account/ports.h"
#include "store/rows.h"

result_t store_client_find(
    void *self, arena_t *arena, str_t client_id, const struct oauth_client_record **client_out);
result_t store_client_list(void *self, arena_t *arena, const struct account_page *page,
    const struct oauth_client_record **clients_out, size_t *n_out);
result_t store_client_add(void *self, const struct oauth_client_record *client);
result_t store_client_update(void *self, const struct oauth_client_record *client, bool *found_out);
result_t store_client_delete(void *self, str_t client_id, bool *found_out);

#endif
