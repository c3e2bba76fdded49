#include "store/grant.h"

#define GRANT_COLUMNS                                                                              \
    "id, client_id, user_id, subject, session_id, scope, resource, claims, nonce, auth_time, "     \
    "amr, acr, "                                                                                   \
    "code_digest, code_expires_at, code_used_at, redirect_uri, code_challenge, "                   \
    "refresh_generation, refresh_rotated_at, refresh_expires_at, created_at, expires_at, "         \
    "revoked_at"

static result_t grant_of(
    arena_t *arena, const struct db_rows *rows, const struct oauth_grant **grant_out)
{
    struct oauth_grant *grant = ARENA_NEW(arena, struct oauth_grant);

    *grant_out = NULL;
    if (rows->n == 0)
        return OK;
    *grant = (struct oauth_grant){
        .id = db_row_text(rows, 0, 0),
        .client_id = db_row_text(rows, 0, 1),
        .user_id = db_row_text(rows, 0, 2),
        .subject = db_row_text(rows, 0, 3),
        .session_id = db_row_text(rows, 0, 4),
        .scope = db_row_text(rows, 0, 5),
        .resource = db_row_text(rows, 0, 6),
        .claims = db_row_text(rows, 0, 7),
        .nonce = db_row_text(rows, 0, 8),
        .auth_time = db_row_int(rows, 0, 9),
        .amr = db_row_text(rows, 0, 10),
        .acr = db_row_text(rows, 0, 11),
        .code_digest = db_row_text(rows, 0, 12),
        .code_expires_at = db_row_int(rows, 0, 13),
        .code_used_at = db_row_int(rows, 0, 14),
        .redirect_uri = db_row_text(rows, 0, 15),
        .code_challenge = db_row_text(rows, 0, 16),
        .refresh_generation = db_row_int(rows, 0, 17),
        .refresh_rotated_at = db_row_int(rows, 0, 18),
        .refresh_expires_at = db_row_int(rows, 0, 19),
        .created_at = db_row_int(rows, 0, 20),
        .expires_at = db_row_int(rows, 0, 21),
        .revoked_at = db_row_int(rows, 0, 22),
    };
    /* A grant from before there were others than public subjects. */
    if (!str_present(grant->subject))
        grant->subject = grant->user_id;
    *grant_out = grant;
    return OK;
}

/* A time that has not come is NULL. */
static struct db_value time_or_null(int64_t unix_s)
{
    return unix_s != 0 ? db_int(unix_s) : db_null();
}

struct grant_add {
    const struct oauth_grant *grant;
    bool added;
};

static result_t insert(struct db_tx *tx, arena_t *arena, const struct oauth_grant *grant)
{
    str_t resource = str_present(grant->resource) ? grant->resource : STR("");

    return db_tx_run(tx, arena,
        "INSERT INTO grants (" GRANT_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
        "$11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)",
        DB_ARGS(db_text(grant->id), db_text(grant->client_id), db_text(grant->user_id),
            db_text(grant->subject), db_text(grant->session_id), db_text(grant->scope),
            db_text(resource), db_text(grant->claims), db_text(grant->nonce),
            db_int(grant->auth_time), db_text(grant->amr), db_text(grant->acr),
            db_text(grant->code_digest), db_int(grant->code_expires_at),
            time_or_null(grant->code_used_at), db_text(grant->redirect_uri),
            db_text(grant->code_challenge), db_int(grant->refresh_generation),
            db_int(grant->refresh_rotated_at), db_int(grant->refresh_expires_at),
            db_int(grant->created_at), db_int(grant->expires_at), time_or_null(grant->revoked_at)),
        NULL);
}

/* The session's row is locked first, as by those who end it: they come before, and there is no
 * grant, or after, and revoke it. */
static result_t add(struct db_tx *tx, arena_t *arena, void *arg)
{
    struct grant_add *self = arg;
    struct db_rows rows;

    self->added = true;
    if (str_present(self->grant->session_id)) {
        TRY(db_tx_run(tx, arena, "UPDATE sessions SET seen_at = seen_at WHERE id = $1 RETURNING id",
            DB_ARGS(db_text(self->grant->session_id)), &rows));
        self->added = rows.n == 1;
    }
    return self->added ? insert(tx, arena, self->grant) : OK;
}

result_t store_grant_add(void *self, const struct oauth_grant *grant, bool *added_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct grant_add change = {.grant = grant};

    TRY(db_transact(store_db(self), arena, add, &change));
    *added_out = change.added;
    return OK;
}

result_t store_grant_find(
    void *self, arena_t *arena, str_t grant_id, const struct oauth_grant **grant_out)
{
    struct db_rows rows;

    TRY(db_read(store_db(self), arena, "SELECT " GRANT_COLUMNS " FROM grants WHERE id = $1",
        DB_ARGS(db_text(grant_id)), &rows));
    return grant_of(arena, &rows, grant_out);
}

result_t store_grant_find_by_code(
    void *self, arena_t *arena, str_t code_digest, const struct oauth_grant **grant_out)
{
    struct db_rows rows;

    TRY(db_read(store_db(self), arena,
        "SELECT " GRANT_COLUMNS " FROM grants WHERE code_digest = $1",
        DB_ARGS(db_text(code_digest)), &rows));
    return grant_of(arena, &rows, grant_out);
}

/* The row is named by its id: by the digest beside the other conditions PostgreSQL goes through all
 * codes that nobody has spent yet (grants_unspent). */
result_t store_grant_spend_code(
    void *self, str_t code_digest, int64_t now, int64_t refresh_expires_at, bool *spent_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct db_rows rows;

    TRY(db_write(store_db(self), arena,
        "UPDATE grants SET code_used_at = $2, refresh_expires_at = $3, refresh_generation = $4, "
        "refresh_rotated_at = $5 "
        "WHERE id = (SELECT id FROM grants WHERE code_digest = $1) "
        "AND code_used_at IS NULL AND code_expires_at > $2 AND revoked_at IS NULL AND expires_at > "
        "$2 RETURNING id",
        DB_ARGS(db_text(code_digest), db_int(now), db_int(refresh_expires_at),
            db_int(refresh_expires_at > 0 ? 1 : 0), db_int(refresh_expires_at > 0 ? now : 0)),
        &rows));
    *spent_out = rows.n == 1;
    return OK;
}

result_t store_grant_rotate(void *self, str_t grant_id, int64_t generation, int64_t now,
    int64_t refresh_expires_at, bool *rotated_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct db_rows rows;

    TRY(db_write(store_db(self), arena,
        "UPDATE grants SET refresh_generation = refresh_generation + 1, refresh_rotated_at = $3, "
        "refresh_expires_at = $4 "
        "WHERE id = $1 AND refresh_generation = $2 AND revoked_at IS NULL "
        "AND refresh_expires_at > $3 AND expires_at > $3 RETURNING id",
        DB_ARGS(db_text(grant_id), db_int(generation), db_int(now), db_int(refresh_expires_at)),
        &rows));
    *rotated_out = rows.n == 1;
    return OK;
}

/* Opaque access tokens of the grant fall with it: they are judged by token_standing. */
result_t store_grant_revoke(void *self, str_t grant_id, int64_t now)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena,
        "UPDATE grants SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL",
        DB_ARGS(db_text(grant_id), db_int(now)), NULL);
}
