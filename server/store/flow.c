#include "store/flow.h"

#define FLOW_COLUMNS                                                                               \
    "id, browser_digest, state, request, session_id, consented_scope, consented_claims, "          \
    "created_at, expires_at, target"

result_t store_flow_add(void *self, const struct authn_flow_record *flow)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena,
        "INSERT INTO flows (" FLOW_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        DB_ARGS(db_text(flow->id), db_text(flow->browser_digest), db_text(flow->state),
            db_text(flow->request), db_text(flow->session_id), db_text(flow->consented_scope),
            db_text(flow->consented_claims), db_int(flow->created_at), db_int(flow->expires_at),
            db_text(flow->target)),
        NULL);
}

result_t store_flow_find(
    void *self, arena_t *arena, str_t id, int64_t now, const struct authn_flow_record **flow_out)
{
    struct authn_flow_record *flow = ARENA_NEW(arena, struct authn_flow_record);
    struct db_rows rows;

    *flow_out = NULL;
    TRY(db_read(store_db(self), arena,
        "SELECT " FLOW_COLUMNS " FROM flows WHERE id = $1 AND expires_at > $2",
        DB_ARGS(db_text(id), db_int(now)), &rows));
    if (rows.n == 0)
        return OK;
    *flow = (struct authn_flow_record){
        .id = db_row_text(&rows, 0, 0),
        .browser_digest = db_row_text(&rows, 0, 1),
        .state = db_row_text(&rows, 0, 2),
        .request = db_row_text(&rows, 0, 3),
        .session_id = db_row_text(&rows, 0, 4),
        .consented_scope = db_row_text(&rows, 0, 5),
        .consented_claims = db_row_text(&rows, 0, 6),
        .created_at = db_row_int(&rows, 0, 7),
        .expires_at = db_row_int(&rows, 0, 8),
        .target = db_row_text(&rows, 0, 9),
    };
    *flow_out = flow;
    return OK;
}

result_t store_flow_advance(
    void *self, const struct authn_flow_record *flow, str_t from, bool *advanced_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct db_rows rows;

    TRY(db_write(store_db(self), arena,
        "UPDATE flows SET state = $2, session_id = $3, consented_scope = $4, "
        "consented_claims = $5 WHERE id = $1 AND state = $6 RETURNING id",
        DB_ARGS(db_text(flow->id), db_text(flow->state), db_text(flow->session_id),
            db_text(flow->consented_scope), db_text(flow->consented_claims), db_text(from)),
        &rows));
    *advanced_out = rows.n == 1;
    return OK;
}
