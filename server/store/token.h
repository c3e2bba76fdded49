/* Tables `access_tokens` (opaque ones) and `revoked_tokens` (JWTs, until they expire). */
#ifndef TESSERA_STORE_TOKEN_H
#define TESSERA_STORE_TOKEN_H

#include "oauth/ports.h"
#include "store/rows.h"

result_t store_access_add(void *self, const struct oauth_access_record *token);
result_t store_access_find(
    void *self, arena_t *arena, str_t digest, const struct oauth_access_record **token_out);
result_t store_access_remove(void *self, str_t digest);
result_t store_token_revoke(void *self, str_t jti, int64_t expires_at);
result_t store_token_standing(void *self, arena_t *arena, str_t grant_id, str_t jti, int64_t now,
    struct oauth_standing *standing_out);

#endif
