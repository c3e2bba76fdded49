#include "store/connection.h"

#include "store/logout.h"

/* $1 the person, $2 now. */
#define LIVING                                                                                     \
    "user_id = $1 AND revoked_at IS NULL AND expires_at > $2 AND code_used_at IS NOT NULL"

static result_t read_page(struct db *db, arena_t *arena, str_t user_id, int64_t now,
    const struct account_page *page, struct db_rows *rows_out)
{
    return db_read(db, arena,
        "WITH living AS (SELECT client_id, MIN(created_at) AS first_at, "
        "MAX(CASE WHEN refresh_rotated_at > created_at THEN refresh_rotated_at ELSE created_at "
        "END) "
        "AS last_at FROM grants WHERE " LIVING " GROUP BY client_id) "
        "SELECT i.client_id, COALESCE(c.scope, ''), COALESCE(c.granted_at, l.first_at), "
        "COALESCE(l.last_at, 0) FROM (SELECT client_id FROM consents WHERE user_id = $1 "
        "UNION SELECT client_id FROM living) i "
        "LEFT JOIN consents c ON c.user_id = $1 AND c.client_id = i.client_id "
        "LEFT JOIN living l ON l.client_id = i.client_id "
        "WHERE i.client_id > $3 ORDER BY i.client_id LIMIT $4",
        DB_ARGS(db_text(user_id), db_int(now),
            db_text(str_present(page->after) ? page->after : STR("")),
            db_int((int64_t)page->limit)),
        rows_out);
}

static str_t scope_of(arena_t *arena, str_t consented, const struct db_rows *held, str_t client_id)
{
    str_t scope = consented;

    for (size_t i = 0; i < held->n; i++)
        if (str_eq(db_row_text(held, i, 0), client_id))
            scope = arena_printf(arena, "%.*s%s%.*s", STR_ARG(scope), scope.len > 0 ? " " : "",
                STR_ARG(db_row_text(held, i, 1)));
    return scope;
}

result_t store_connection_list(void *self, arena_t *arena, str_t user_id, int64_t now,
    const struct account_page *page, const struct account_connection **connections_out,
    size_t *n_out)
{
    struct db_rows rows, held;

    TRY(read_page(store_db(self), arena, user_id, now, page, &rows));
    TRY(db_read(store_db(self), arena, "SELECT DISTINCT client_id, scope FROM grants WHERE " LIVING,
        DB_ARGS(db_text(user_id), db_int(now)), &held));
    struct account_connection *connections = ARENA_ARRAY(arena, struct account_connection, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        connections[i] = (struct account_connection){
            .client_id = db_row_text(&rows, i, 0),
            .scope = scope_of(arena, db_row_text(&rows, i, 1), &held, db_row_text(&rows, i, 0)),
            .since = db_row_int(&rows, i, 2),
            .last_used_at = db_row_int(&rows, i, 3),
        };
    *connections_out = connections;
    *n_out = rows.n;
    return OK;
}

struct connection_end {
    str_t user_id;
    str_t client_id;
    int64_t now;
    bool ended;
};

static result_t end(struct db_tx *tx, arena_t *arena, void *arg)
{
    struct connection_end *self = arg;
    struct db_rows consents, grants;

    TRY(db_tx_run(tx, arena,
        "DELETE FROM consents WHERE user_id = $1 AND client_id = $2 RETURNING client_id",
        DB_ARGS(db_text(self->user_id), db_text(self->client_id)), &consents));
    TRY(store_logout_tell_client(tx, arena, self->user_id, self->client_id, self->now));
    TRY(db_tx_run(tx, arena,
        "UPDATE grants SET revoked_at = $3 WHERE user_id = $1 AND client_id = $2 "
        "AND revoked_at IS NULL AND expires_at > $3 RETURNING id",
        DB_ARGS(db_text(self->user_id), db_text(self->client_id), db_int(self->now)), &grants));
    self->ended = consents.n > 0 || grants.n > 0;
    return OK;
}

result_t store_connection_end(
    void *self, str_t user_id, str_t client_id, int64_t now, bool *ended_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct connection_end change = {user_id, client_id, now, false};

    TRY(db_transact(store_db(self), arena, end, &change));
    *ended_out = change.ended;
    return OK;
}
