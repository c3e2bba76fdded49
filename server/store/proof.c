#include "store/proof.h"

#include "store/outbox.h"

#define PROOF_COLUMNS                                                                              \
    "id, purpose, user_id, target, series, payload, link_digest, code_digest, tries_left, "        \
    "ends_with, created_at, expires_at"

/* $1 the purpose, $3 now. */
#define ALIVE "purpose = $1 AND used_at IS NULL AND expires_at > $3 AND "

result_t store_proof_put(struct db_tx *tx, arena_t *arena, const struct account_new_proof *proof)
{
    const struct account_proof *row = &proof->proof;

    TRY(db_tx_run(tx, arena,
        "INSERT INTO proofs (" PROOF_COLUMNS ") "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
        "ON CONFLICT (purpose, series) DO UPDATE SET id = excluded.id, "
        "user_id = excluded.user_id, target = excluded.target, payload = excluded.payload, "
        "link_digest = excluded.link_digest, code_digest = excluded.code_digest, "
        "tries_left = excluded.tries_left, ends_with = excluded.ends_with, "
        "created_at = excluded.created_at, expires_at = excluded.expires_at, used_at = NULL",
        DB_ARGS(db_text(row->id), db_text(row->purpose), db_text(row->user_id),
            db_text(row->target), db_text(row->series), db_blob(row->payload),
            db_text(row->link_digest), db_text(row->code_digest), db_int(row->tries_left),
            db_int(row->ends_with), db_int(row->created_at), db_int(row->expires_at)),
        NULL));
    return proof->letter == NULL ? OK : store_outbox_put(tx, arena, proof->letter);
}

static result_t add(struct db_tx *tx, arena_t *arena, void *arg)
{
    return store_proof_put(tx, arena, arg);
}

result_t store_proof_add(void *self, const struct account_new_proof *proof)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct account_new_proof copy = *proof;

    return db_transact(store_db(self), arena, add, &copy);
}

static const struct account_proof *proof_of(arena_t *arena, const struct db_rows *rows)
{
    struct account_proof *proof = ARENA_NEW(arena, struct account_proof);

    if (rows->n == 0)
        return NULL;
    *proof = (struct account_proof){
        .id = db_row_text(rows, 0, 0),
        .purpose = db_row_text(rows, 0, 1),
        .user_id = db_row_text(rows, 0, 2),
        .target = db_row_text(rows, 0, 3),
        .series = db_row_text(rows, 0, 4),
        .payload = db_row_blob(rows, 0, 5),
        .link_digest = db_row_text(rows, 0, 6),
        .code_digest = db_row_text(rows, 0, 7),
        .tries_left = db_row_int(rows, 0, 8),
        .ends_with = (unsigned)db_row_int(rows, 0, 9),
        .created_at = db_row_int(rows, 0, 10),
        .expires_at = db_row_int(rows, 0, 11),
    };
    return proof;
}

result_t store_proof_find(void *self, arena_t *arena, str_t purpose, str_t id, int64_t now,
    const struct account_proof **proof_out)
{
    struct db_rows rows;

    TRY(db_read(store_db(self), arena,
        "SELECT " PROOF_COLUMNS " FROM proofs WHERE " ALIVE "id = $2",
        DB_ARGS(db_text(purpose), db_text(id), db_int(now)), &rows));
    *proof_out = proof_of(arena, &rows);
    return OK;
}

result_t store_proof_find_by_link(void *self, arena_t *arena, str_t purpose, str_t link_digest,
    int64_t now, const struct account_proof **proof_out)
{
    struct db_rows rows;

    TRY(db_read(store_db(self), arena,
        "SELECT " PROOF_COLUMNS " FROM proofs WHERE " ALIVE "link_digest = $2",
        DB_ARGS(db_text(purpose), db_text(link_digest), db_int(now)), &rows));
    *proof_out = proof_of(arena, &rows);
    return OK;
}

result_t store_proof_try(void *self, arena_t *arena, str_t purpose, str_t id, int64_t now,
    const struct account_proof **proof_out)
{
    struct db_rows rows;

    TRY(db_write(store_db(self), arena,
        "UPDATE proofs SET tries_left = tries_left - 1 WHERE " ALIVE
        "id = $2 AND tries_left > 0 RETURNING " PROOF_COLUMNS,
        DB_ARGS(db_text(purpose), db_text(id), db_int(now)), &rows));
    *proof_out = proof_of(arena, &rows);
    return OK;
}

result_t store_proof_spend(struct db_tx *tx, arena_t *arena, str_t purpose, str_t id, int64_t now)
{
    struct db_rows rows;

    TRY(db_tx_run(tx, arena,
        "UPDATE proofs SET used_at = $3, payload = NULL WHERE " ALIVE "id = $2 RETURNING id",
        DB_ARGS(db_text(purpose), db_text(id), db_int(now)), &rows));
    return rows.n == 1 ? OK : result_fail(RESULT_CONFLICT, "the proof is over");
}

result_t store_proof_end(
    struct db_tx *tx, arena_t *arena, str_t user_id, enum account_proof_end end, int64_t now)
{
    return db_tx_run(tx, arena,
        "UPDATE proofs SET used_at = $2, payload = NULL "
        "WHERE user_id = $1 AND used_at IS NULL AND (ends_with & $3) <> 0",
        DB_ARGS(db_text(user_id), db_int(now), db_int(end)), NULL);
}
