#include "store/stored_request.h"

result_t store_request_add(void *self, str_t digest, str_t request, int64_t expires_at)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena,
        "INSERT INTO stored_requests (digest, request, expires_at) VALUES ($1, $2, $3)",
        DB_ARGS(db_text(digest), db_text(request), db_int(expires_at)), NULL);
}

result_t store_request_find(
    void *self, arena_t *arena, str_t digest, int64_t now, str_t *request_out)
{
    struct db_rows rows;

    TRY(db_read(store_db(self), arena,
        "SELECT request FROM stored_requests WHERE digest = $1 AND expires_at > $2",
        DB_ARGS(db_text(digest), db_int(now)), &rows));
    *request_out = rows.n > 0 ? db_row_text(&rows, 0, 0) : STR_NONE;
    return OK;
}
