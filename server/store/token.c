#include "store/token.h"

#define ACCESS_COLUMNS                                                                             \
    "digest, client_id, grant_id, subject, scope, audience, auth_time, issued_at, expires_at"

result_t store_access_add(void *self, const struct oauth_access_record *token)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena,
        "INSERT INTO access_tokens (" ACCESS_COLUMNS ") "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        DB_ARGS(db_text(token->digest), db_text(token->client_id), db_text(token->grant_id),
            db_text(token->subject), db_text(token->scope), db_text(token->audience),
            db_int(token->auth_time), db_int(token->issued_at), db_int(token->expires_at)),
        NULL);
}

result_t store_access_find(
    void *self, arena_t *arena, str_t digest, const struct oauth_access_record **token_out)
{
    struct oauth_access_record *token = ARENA_NEW(arena, struct oauth_access_record);
    struct db_rows rows;

    *token_out = NULL;
    TRY(db_read(store_db(self), arena,
        "SELECT " ACCESS_COLUMNS " FROM access_tokens WHERE digest = $1", DB_ARGS(db_text(digest)),
        &rows));
    if (rows.n == 0)
        return OK;
    *token = (struct oauth_access_record){
        .digest = db_row_text(&rows, 0, 0),
        .client_id = db_row_text(&rows, 0, 1),
        .grant_id = db_row_text(&rows, 0, 2),
        .subject = db_row_text(&rows, 0, 3),
        .scope = db_row_text(&rows, 0, 4),
        .audience = db_row_text(&rows, 0, 5),
        .auth_time = db_row_int(&rows, 0, 6),
        .issued_at = db_row_int(&rows, 0, 7),
        .expires_at = db_row_int(&rows, 0, 8),
    };
    *token_out = token;
    return OK;
}

result_t store_access_remove(void *self, str_t digest)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena, "DELETE FROM access_tokens WHERE digest = $1",
        DB_ARGS(db_text(digest)), NULL);
}

result_t store_token_revoke(void *self, str_t jti, int64_t expires_at)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena,
        "INSERT INTO revoked_tokens (jti, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        DB_ARGS(db_text(jti), db_int(expires_at)), NULL);
}

result_t store_token_standing(void *self, arena_t *arena, str_t grant_id, str_t jti, int64_t now,
    struct oauth_standing *standing_out)
{
    struct db_rows rows;

    TRY(db_read(store_db(self), arena,
        "SELECT 0, user_id, claims FROM grants "
        "WHERE id = $1 AND revoked_at IS NULL AND expires_at > $3 "
        "AND EXISTS (SELECT 1 FROM users WHERE users.id = user_id AND enabled = 1) "
        "UNION ALL SELECT 1, NULL, NULL FROM revoked_tokens WHERE jti = $2",
        DB_ARGS(db_text(grant_id), db_text(jti), db_int(now)), &rows));
    *standing_out = (struct oauth_standing){.grant_alive = !str_present(grant_id)};
    for (size_t i = 0; i < rows.n; i++) {
        if (db_row_int(&rows, i, 0) != 0) {
            standing_out->token_revoked = true;
            continue;
        }
        standing_out->grant_alive = true;
        standing_out->user_id = db_row_text(&rows, i, 1);
        standing_out->claims = db_row_text(&rows, i, 2);
    }
    return OK;
}
