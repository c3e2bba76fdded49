#include "store/audit.h"

#include "base/buf.h"

struct audit_batch {
    const struct audit_row *rows;
    size_t n;
};

static result_t add_batch(struct db_tx *tx, arena_t *arena, void *arg)
{
    const struct audit_batch *batch = arg;

    for (size_t i = 0; i < batch->n; i++) {
        const struct audit_row *row = &batch->rows[i];
        TRY(db_tx_run(tx, arena,
            "INSERT INTO audit_events (at, event, outcome, user_id, client_id, session_id, "
            "address, reason, correlation_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            DB_ARGS(db_int(row->at), db_text(row->event),
                db_text(row->success ? STR("success") : STR("failure")), db_text(row->user_id),
                db_text(row->client_id), db_text(row->session_id), db_text(row->address),
                db_text(row->reason), db_text(row->correlation_id)),
            NULL));
    }
    return OK;
}

result_t store_audit_add(void *self, const struct audit_row *rows, size_t n)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct audit_batch batch = {rows, n};

    return db_transact(store_db(self), arena, add_batch, &batch);
}

/* ",one,two," */
static str_t list_of(arena_t *arena, str_array_t names)
{
    size_t len = 1;

    for (size_t i = 0; i < names.n; i++)
        len += names.items[i].len + 1;
    buf_t list = buf_new(arena, len);
    buf_put_char(&list, ',');
    for (size_t i = 0; i < names.n; i++) {
        buf_put(&list, names.items[i]);
        buf_put_char(&list, ',');
    }
    return buf_str(&list);
}

result_t store_event_list(void *self, arena_t *arena, str_t user_id, str_array_t names,
    const struct account_event_place *behind, size_t limit, const struct account_event **events_out,
    size_t *n_out)
{
    static const struct account_event_place newest = {INT64_MAX, INT64_MAX};
    struct account_event_place from = behind != NULL ? *behind : newest;
    struct db_rows rows;

    TRY(db_read(store_db(self), arena,
        "SELECT at, id, event, outcome, address, client_id FROM audit_events "
        "WHERE user_id = $1 AND (at < $2 OR (at = $2 AND id < $3)) "
        "AND CAST($4 AS TEXT) LIKE '%,' || event || ',%' ORDER BY at DESC, id DESC LIMIT $5",
        DB_ARGS(db_text(user_id), db_int(from.at), db_int(from.id), db_text(list_of(arena, names)),
            db_int((int64_t)limit)),
        &rows));
    struct account_event *events = ARENA_ARRAY(arena, struct account_event, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        events[i] = (struct account_event){
            .place = {db_row_int(&rows, i, 0), db_row_int(&rows, i, 1)},
            .name = db_row_text(&rows, i, 2),
            .success = str_eq(db_row_text(&rows, i, 3), STR("success")),
            .address = db_row_text(&rows, i, 4),
            .client_id = db_row_text(&rows, i, 5),
        };
    *events_out = events;
    *n_out = rows.n;
    return OK;
}
