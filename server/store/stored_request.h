/* Table `stored_requests`. */
#ifndef TESSERA_STORE_STORED_REQUEST_H
#define TESSERA_STORE_STORED_REQUEST_H

#include "oauth/ports.h"
#include "store/rows.h"

result_t store_request_add(void *self, str_t digest, str_t request, int64_t expires_at);
result_t store_request_find(
    void *self, arena_t *arena, str_t digest, int64_t now, str_t *request_out);

#endif
