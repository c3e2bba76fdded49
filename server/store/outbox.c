#include "store/outbox.h"

#define MESSAGE_COLUMNS                                                                            \
    "id, message_id, kind, recipient, template, lang, user_id, session_id, sealed, created_at, "   \
    "expires_at, state, tries, next_try_at, claimed_by, claimed_until, last_error, settled_at"

/* What people get; the rest is between servers. */
#define TO_PEOPLE "kind IN ('" NOTIFY_MAIL "', '" NOTIFY_SMS "')"

/* How many due messages one look sees: enough that nodes which claim at once find one each. */
enum { CANDIDATES = 16 };

result_t store_outbox_backlog(
    void *self, arena_t *arena, const struct notify_backlog **backlog_out, size_t *n_out)
{
    struct db_rows rows;

    /* Two statements' worth of partial indexes: what has arrived is not looked at. */
    TRY(db_read(store_db(self), arena,
        "SELECT kind, state, COUNT(*), MIN(created_at) FROM outbox_messages "
        "WHERE state = '" NOTIFY_PENDING "' GROUP BY kind, state UNION ALL "
        "SELECT kind, state, COUNT(*), MIN(created_at) FROM outbox_messages "
        "WHERE state = '" NOTIFY_DEAD "' GROUP BY kind, state",
        DB_NO_ARGS, &rows));
    struct notify_backlog *backlog = ARENA_ARRAY(arena, struct notify_backlog, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        backlog[i] = (struct notify_backlog){db_row_text(&rows, i, 0), db_row_text(&rows, i, 1),
            db_row_int(&rows, i, 2), db_row_int(&rows, i, 3)};
    *backlog_out = backlog;
    *n_out = rows.n;
    return OK;
}

#define ADD                                                                                        \
    "INSERT INTO outbox_messages (message_id, kind, recipient, template, lang, user_id, "          \
    "session_id, sealed, created_at, expires_at, state, next_try_at) "                             \
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '" NOTIFY_PENDING "', $9)"
#define ADDED(message)                                                                             \
    DB_ARGS(db_text((message)->message_id), db_text((message)->kind),                              \
        db_text((message)->recipient), db_text((message)->template), db_text((message)->lang),     \
        db_text((message)->user_id), db_text((message)->session_id), db_blob((message)->sealed),   \
        db_int((message)->created_at), db_int((message)->expires_at))

result_t store_outbox_add(void *self, const struct notify_message *message)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena, ADD, ADDED(message), NULL);
}

result_t store_outbox_put(struct db_tx *tx, arena_t *arena, const struct notify_message *message)
{
    return db_tx_run(tx, arena, ADD, ADDED(message), NULL);
}

static struct notify_message message_row(const struct db_rows *rows, size_t row)
{
    return (struct notify_message){
        .id = db_row_int(rows, row, 0),
        .message_id = db_row_text(rows, row, 1),
        .kind = db_row_text(rows, row, 2),
        .recipient = db_row_text(rows, row, 3),
        .template = db_row_text(rows, row, 4),
        .lang = db_row_text(rows, row, 5),
        .user_id = db_row_text(rows, row, 6),
        .session_id = db_row_text(rows, row, 7),
        .sealed = db_row_blob(rows, row, 8),
        .created_at = db_row_int(rows, row, 9),
        .expires_at = db_row_int(rows, row, 10),
        .state = db_row_text(rows, row, 11),
        .tries = db_row_int(rows, row, 12),
        .next_try_at = db_row_int(rows, row, 13),
        .claimed_by = db_row_text(rows, row, 14),
        .claimed_until = db_row_int(rows, row, 15),
        .last_error = db_row_text(rows, row, 16),
        .settled_at = db_row_int(rows, row, 17),
    };
}

static const struct notify_message *messages_of(arena_t *arena, const struct db_rows *rows)
{
    struct notify_message *messages = ARENA_ARRAY(arena, struct notify_message, rows->n);

    for (size_t i = 0; i < rows->n; i++)
        messages[i] = message_row(rows, i);
    return rows->n > 0 ? messages : NULL;
}

result_t store_outbox_list(void *self, arena_t *arena, const struct notify_filter *filter,
    const struct notify_message **messages_out, size_t *n_out)
{
    struct db_rows rows;

    TRY(db_read(store_db(self), arena,
        "SELECT " MESSAGE_COLUMNS " FROM outbox_messages WHERE id > $1 "
        "AND (CAST($6 AS BIGINT) = 0 OR " TO_PEOPLE ") "
        "AND (CAST($3 AS TEXT) IS NULL OR kind = $3) "
        "AND (CAST($4 AS TEXT) IS NULL OR recipient = $4) "
        "AND (CAST($5 AS TEXT) IS NULL OR state = $5) ORDER BY id LIMIT $2",
        DB_ARGS(db_int(filter->after), db_int((int64_t)filter->limit), db_text(filter->kind),
            db_text(filter->recipient), db_text(filter->state), db_int(filter->to_people)),
        &rows));
    *messages_out = messages_of(arena, &rows);
    *n_out = rows.n;
    return OK;
}

result_t store_outbox_find(
    void *self, arena_t *arena, int64_t id, const struct notify_message **message_out)
{
    struct db_rows rows;

    TRY(db_read(store_db(self), arena,
        "SELECT " MESSAGE_COLUMNS " FROM outbox_messages WHERE id = $1", DB_ARGS(db_int(id)),
        &rows));
    *message_out = messages_of(arena, &rows);
    return OK;
}

result_t store_outbox_clear(void *self)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(
        store_db(self), arena, "DELETE FROM outbox_messages WHERE " TO_PEOPLE, DB_NO_ARGS, NULL);
}

static result_t claim_one(struct db *db, arena_t *arena, int64_t id,
    const struct notify_claim *claim, const struct notify_message **message_out)
{
    struct db_rows rows;

    TRY(db_write(db, arena,
        "UPDATE outbox_messages SET claimed_by = $2, claimed_until = $4, tries = tries + 1 "
        "WHERE id = $1 AND state = '" NOTIFY_PENDING "' AND next_try_at <= $3 "
        "AND claimed_until <= $3 RETURNING " MESSAGE_COLUMNS,
        DB_ARGS(db_int(id), db_text(claim->by), db_int(claim->now), db_int(claim->until)), &rows));
    *message_out = messages_of(arena, &rows);
    return OK;
}

/* A look costs no write, so that an idle node writes nothing; who claims what it saw is decided by
 * the conditional statement alone. */
result_t store_outbox_claim(void *self, arena_t *arena, const struct notify_claim *claim,
    const struct notify_message **message_out)
{
    struct db *db = store_db(self);
    struct db_rows due;

    *message_out = NULL;
    TRY(db_read(db, arena,
        "SELECT id FROM outbox_messages WHERE state = '" NOTIFY_PENDING "' AND kind = $1 "
        "AND next_try_at <= $2 AND claimed_until <= $2 ORDER BY next_try_at, id LIMIT $3",
        DB_ARGS(db_text(claim->kind), db_int(claim->now), db_int(CANDIDATES)), &due));
    for (size_t i = 0; i < due.n && *message_out == NULL; i++)
        TRY(claim_one(db, arena, db_row_int(&due, i, 0), claim, message_out));
    return OK;
}

result_t store_outbox_settle(
    void *self, const struct notify_settlement *settlement, bool *settled_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    bool waits = str_eq(settlement->state, STR(NOTIFY_PENDING));
    struct db_rows rows;

    TRY(db_write(store_db(self), arena,
        "UPDATE outbox_messages SET state = $3, next_try_at = $4, last_error = $5, "
        "settled_at = $6, claimed_by = NULL, claimed_until = 0, "
        "sealed = CASE WHEN CAST($7 AS BIGINT) = 1 THEN sealed END "
        "WHERE id = $1 AND claimed_by = $2 AND state = '" NOTIFY_PENDING "' RETURNING id",
        DB_ARGS(db_int(settlement->id), db_text(settlement->claimed_by), db_text(settlement->state),
            db_int(settlement->next_try_at), db_text(settlement->error),
            waits ? db_null() : db_int(settlement->now), db_int(settlement->keep_text)),
        &rows));
    *settled_out = rows.n == 1;
    return OK;
}

result_t store_outbox_retry(void *self, int64_t id, int64_t now, bool *retried_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct db_rows rows;

    TRY(db_write(store_db(self), arena,
        "UPDATE outbox_messages SET state = '" NOTIFY_PENDING "', tries = 0, next_try_at = $2, "
        "settled_at = NULL WHERE id = $1 AND state <> '" NOTIFY_DELIVERED "' "
        "AND claimed_until <= $2 AND expires_at > $2 "
        "AND (sealed IS NOT NULL OR kind = '" NOTIFY_LOGOUT "') RETURNING id",
        DB_ARGS(db_int(id), db_int(now)), &rows));
    *retried_out = rows.n == 1;
    return OK;
}

result_t store_outbox_drop(void *self, int64_t id, bool *found_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct db_rows rows;

    TRY(db_write(store_db(self), arena, "DELETE FROM outbox_messages WHERE id = $1",
        DB_ARGS(db_int(id)), &rows));
    *found_out = rows.changed > 0;
    return OK;
}
