#include "store/setup_link.h"

result_t store_setup_link_add(void *self, str_t digest, int64_t now, int64_t expires_at)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena,
        "INSERT INTO setup_links (digest, created_at, expires_at) VALUES ($1, $2, $3)",
        DB_ARGS(db_text(digest), db_int(now), db_int(expires_at)), NULL);
}

result_t store_setup_link_valid(void *self, str_t digest, int64_t now, bool *valid_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct db_rows rows;

    TRY(db_read(store_db(self), arena,
        "SELECT 1 FROM setup_links WHERE digest = $1 AND used_at IS NULL AND expires_at > $2",
        DB_ARGS(db_text(digest), db_int(now)), &rows));
    *valid_out = rows.n > 0;
    return OK;
}

result_t store_setup_link_spend(struct db_tx *tx, arena_t *arena, str_t digest, int64_t now)
{
    struct db_rows rows;

    TRY(db_tx_run(tx, arena,
        "UPDATE setup_links SET used_at = $2 "
        "WHERE digest = $1 AND used_at IS NULL AND expires_at > $2 RETURNING digest",
        DB_ARGS(db_text(digest), db_int(now)), &rows));
    return rows.n == 1 ? OK : result_fail(RESULT_CONFLICT, "the setup link is over");
}
