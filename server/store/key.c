#include "store/key.h"

#define KEY_COLUMNS "kid, alg, generation, public_jwk, sealed_private, created_at, active_from"

result_t store_keys_load(
    void *self, arena_t *arena, const struct keyset_row **rows_out, size_t *n_out)
{
    struct db_rows rows;

    TRY(db_read(
        store_db(self), arena, "SELECT " KEY_COLUMNS " FROM signing_keys", DB_NO_ARGS, &rows));
    struct keyset_row *keys = ARENA_ARRAY(arena, struct keyset_row, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        keys[i] = (struct keyset_row){
            .kid = db_row_text(&rows, i, 0),
            .alg = db_row_text(&rows, i, 1),
            .generation = db_row_int(&rows, i, 2),
            .public_jwk = db_row_text(&rows, i, 3),
            .sealed_private = db_row_blob(&rows, i, 4),
            .created_at = db_row_int(&rows, i, 5),
            .active_from = db_row_int(&rows, i, 6),
        };
    *rows_out = keys;
    *n_out = rows.n;
    return OK;
}

result_t store_key_add(void *self, const struct keyset_row *row)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena,
        "INSERT INTO signing_keys (" KEY_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7)",
        DB_ARGS(db_text(row->kid), db_text(row->alg), db_int(row->generation),
            db_text(row->public_jwk), db_blob(row->sealed_private), db_int(row->created_at),
            db_int(row->active_from)),
        NULL);
}

result_t store_key_remove(void *self, str_t kid)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena, "DELETE FROM signing_keys WHERE kid = $1",
        DB_ARGS(db_text(kid)), NULL);
}

result_t store_secret_find(void *self, arena_t *arena, str_t name, str_t *sealed_out)
{
    struct db_rows rows;

    TRY(db_read(store_db(self), arena, "SELECT sealed FROM secrets WHERE name = $1",
        DB_ARGS(db_text(name)), &rows));
    *sealed_out = rows.n > 0 ? db_row_blob(&rows, 0, 0) : STR_NONE;
    return OK;
}

result_t store_secret_add(void *self, str_t name, str_t sealed, int64_t created_at)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena,
        "INSERT INTO secrets (name, sealed, created_at) VALUES ($1, $2, $3)",
        DB_ARGS(db_text(name), db_blob(sealed), db_int(created_at)), NULL);
}
