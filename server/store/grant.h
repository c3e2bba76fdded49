/* Table `grants`: codes and refresh tokens. What is spent is spent by one conditional statement. */
#ifndef TESSERA_STORE_GRANT_H
#define TESSERA_STORE_GRANT_H

#include "oauth/ports.h"
#include "store/rows.h"

result_t store_grant_add(void *self, const struct oauth_grant *grant, bool *added_out);
result_t store_grant_find(
    void *self, arena_t *arena, str_t grant_id, const struct oauth_grant **grant_out);
result_t store_grant_find_by_code(
    void *self, arena_t *arena, str_t code_digest, const struct oauth_grant **grant_out);
result_t store_grant_spend_code(
    void *self, str_t code_digest, int64_t now, int64_t refresh_expires_at, bool *spent_out);
result_t store_grant_rotate(void *self, str_t grant_id, int64_t generation, int64_t now,
    int64_t refresh_expires_at, bool *rotated_out);
result_t store_grant_revoke(void *self, str_t grant_id, int64_t now);

#endif
