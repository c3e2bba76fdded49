#include "store/spent_id.h"

result_t store_id_spend(void *self, str_t digest, int64_t expires_at, bool *spent_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct db_rows rows;

    TRY(db_write(store_db(self), arena,
        "INSERT INTO spent_ids (digest, expires_at) VALUES ($1, $2) "
        "ON CONFLICT DO NOTHING RETURNING digest",
        DB_ARGS(db_text(digest), db_int(expires_at)), &rows));
    *spent_out = rows.n > 0;
    return OK;
}
