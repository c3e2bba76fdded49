#include "store/client.h"

#define CLIENT_COLUMNS                                                                             \
    "client_id, type, secret_digest, metadata, enabled, created_at, updated_at, sealed_secret"

static struct oauth_client_record client_row(const struct db_rows *rows, size_t row)
{
    return (struct oauth_client_record){
        .client_id = db_row_text(rows, row, 0),
        .type = db_row_text(rows, row, 1),
        .secret_digest = db_row_text(rows, row, 2),
        .metadata = db_row_text(rows, row, 3),
        .enabled = db_row_int(rows, row, 4) != 0,
        .created_at = db_row_int(rows, row, 5),
        .updated_at = db_row_int(rows, row, 6),
        .sealed_secret = db_row_blob(rows, row, 7),
    };
}

static const struct oauth_client_record *client_rows(arena_t *arena, const struct db_rows *rows)
{
    struct oauth_client_record *clients = ARENA_ARRAY(arena, struct oauth_client_record, rows->n);

    for (size_t i = 0; i < rows->n; i++)
        clients[i] = client_row(rows, i);
    return clients;
}

result_t store_client_find(
    void *self, arena_t *arena, str_t client_id, const struct oauth_client_record **client_out)
{
    struct db_rows rows;

    TRY(db_read(store_db(self), arena,
        "SELECT " CLIENT_COLUMNS " FROM clients WHERE client_id = $1", DB_ARGS(db_text(client_id)),
        &rows));
    *client_out = rows.n > 0 ? client_rows(arena, &rows) : NULL;
    return OK;
}

result_t store_client_list(void *self, arena_t *arena, const struct account_page *page,
    const struct oauth_client_record **clients_out, size_t *n_out)
{
    struct db_rows rows;
    str_t after = str_present(page->after) ? page->after : STR("");

    TRY(db_read(store_db(self), arena,
        "SELECT " CLIENT_COLUMNS " FROM clients WHERE client_id > $1 ORDER BY client_id LIMIT $2",
        DB_ARGS(db_text(after), db_int((int64_t)page->limit)), &rows));
    *clients_out = client_rows(arena, &rows);
    *n_out = rows.n;
    return OK;
}

result_t store_client_add(void *self, const struct oauth_client_record *client)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena,
        "INSERT INTO clients (" CLIENT_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        DB_ARGS(db_text(client->client_id), db_text(client->type), db_text(client->secret_digest),
            db_text(client->metadata), db_int(client->enabled), db_int(client->created_at),
            db_int(client->updated_at), db_blob(client->sealed_secret)),
        NULL);
}

struct client_update {
    const struct oauth_client_record *client;
    bool found;
};

static result_t update(struct db_tx *tx, arena_t *arena, void *arg)
{
    struct client_update *self = arg;
    const struct oauth_client_record *client = self->client;
    struct db_rows rows;

    TRY(db_tx_run(tx, arena,
        "UPDATE clients SET metadata = $2, secret_digest = $3, enabled = $4, updated_at = $5, "
        "sealed_secret = $6 "
        "WHERE client_id = $1",
        DB_ARGS(db_text(client->client_id), db_text(client->metadata),
            db_text(client->secret_digest), db_int(client->enabled), db_int(client->updated_at),
            db_blob(client->sealed_secret)),
        &rows));
    self->found = rows.changed > 0;
    if (client->enabled)
        return OK;
    TRY(db_tx_run(tx, arena, "DELETE FROM access_tokens WHERE client_id = $1",
        DB_ARGS(db_text(client->client_id)), NULL));
    return db_tx_run(tx, arena,
        "UPDATE grants SET revoked_at = $2 WHERE client_id = $1 AND revoked_at IS NULL",
        DB_ARGS(db_text(client->client_id), db_int(client->updated_at)), NULL);
}

result_t store_client_update(void *self, const struct oauth_client_record *client, bool *found_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct client_update change = {client, false};

    TRY(db_transact(store_db(self), arena, update, &change));
    *found_out = change.found;
    return OK;
}

result_t store_client_delete(void *self, str_t client_id, bool *found_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct db_rows rows;

    TRY(db_write(store_db(self), arena, "DELETE FROM clients WHERE client_id = $1",
        DB_ARGS(db_text(client_id)), &rows));
    *found_out = rows.changed > 0;
    return OK;
}
