#include "store/audit.h"

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
