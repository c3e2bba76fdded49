#include "store/session.h"

#include "store/logout.h"

#define SESSION_COLUMNS                                                                            \
    "s.id, s.token_digest, s.user_id, s.auth_time, s.amr, s.acr, s.address, s.user_agent, "        \
    "s.created_at, s.seen_at, s.expires_at"
#define SESSION_ALIVE                                                                              \
    " FROM sessions s JOIN users u ON u.id = s.user_id "                                           \
    "WHERE s.expires_at > $2 AND s.seen_at >= $3 AND u.enabled = 1 AND "

static struct authn_session session_row(const struct db_rows *rows, size_t row)
{
    return (struct authn_session){
        .id = db_row_text(rows, row, 0),
        .token_digest = db_row_text(rows, row, 1),
        .user_id = db_row_text(rows, row, 2),
        .auth_time = db_row_int(rows, row, 3),
        .amr = db_row_text(rows, row, 4),
        .acr = db_row_text(rows, row, 5),
        .address = db_row_text(rows, row, 6),
        .user_agent = db_row_text(rows, row, 7),
        .created_at = db_row_int(rows, row, 8),
        .seen_at = db_row_int(rows, row, 9),
        .expires_at = db_row_int(rows, row, 10),
    };
}

static result_t session_of(
    arena_t *arena, const struct db_rows *rows, const struct authn_session **session_out)
{
    struct authn_session *session = ARENA_NEW(arena, struct authn_session);

    *session_out = NULL;
    if (rows->n == 0)
        return OK;
    *session = session_row(rows, 0);
    *session_out = session;
    return OK;
}

result_t store_session_find(void *self, arena_t *arena, str_t token_digest, int64_t now,
    int64_t idle_since, const struct authn_session **session_out)
{
    struct db_rows rows;

    TRY(db_read(store_db(self), arena,
        "SELECT " SESSION_COLUMNS SESSION_ALIVE "s.token_digest = $1",
        DB_ARGS(db_text(token_digest), db_int(now), db_int(idle_since)), &rows));
    return session_of(arena, &rows, session_out);
}

result_t store_session_find_by_id(void *self, arena_t *arena, str_t id, int64_t now,
    int64_t idle_since, const struct authn_session **session_out)
{
    struct db_rows rows;

    TRY(db_read(store_db(self), arena, "SELECT " SESSION_COLUMNS SESSION_ALIVE "s.id = $1",
        DB_ARGS(db_text(id), db_int(now), db_int(idle_since)), &rows));
    return session_of(arena, &rows, session_out);
}

struct session_add {
    const struct authn_session *session;
    str_t replaces;
};

/* Wherever a session ends its row is taken first, which waits for grants that are being added to it
 * (store_grant_add); then its grants are all there to be seen. */

/* With its grants; the relying parties are told. */
static result_t end(struct db_tx *tx, arena_t *arena, str_t id, int64_t now)
{
    TRY(db_tx_run(tx, arena, "DELETE FROM sessions WHERE id = $1", DB_ARGS(db_text(id)), NULL));
    TRY(store_logout_tell(tx, arena, id, now));
    return db_tx_run(tx, arena,
        "UPDATE grants SET revoked_at = $2 WHERE session_id = $1 AND revoked_at IS NULL",
        DB_ARGS(db_text(id), db_int(now)), NULL);
}

static result_t add(struct db_tx *tx, arena_t *arena, void *arg)
{
    const struct session_add *self = arg;
    const struct authn_session *session = self->session;

    TRY(db_tx_run(tx, arena,
        "INSERT INTO sessions (id, token_digest, user_id, auth_time, amr, acr, address, "
        "user_agent, created_at, seen_at, expires_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        DB_ARGS(db_text(session->id), db_text(session->token_digest), db_text(session->user_id),
            db_int(session->auth_time), db_text(session->amr), db_text(session->acr),
            db_text(session->address), db_text(session->user_agent), db_int(session->created_at),
            db_int(session->seen_at), db_int(session->expires_at)),
        NULL));
    return str_present(self->replaces) ? end(tx, arena, self->replaces, session->created_at) : OK;
}

result_t store_session_add(void *self, const struct authn_session *session, str_t replaces)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct session_add change = {session, replaces};

    return db_transact(store_db(self), arena, add, &change);
}

result_t store_session_renew(
    void *self, const struct authn_session *session, str_t token_digest_before, bool *renewed_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct db_rows rows;

    TRY(db_write(store_db(self), arena,
        "UPDATE sessions SET token_digest = $3, auth_time = $4, amr = $5, acr = $6, address = $7, "
        "user_agent = $8, seen_at = $9, expires_at = $10 "
        "WHERE id = $1 AND token_digest = $2 AND user_id = $11 RETURNING id",
        DB_ARGS(db_text(session->id), db_text(token_digest_before), db_text(session->token_digest),
            db_int(session->auth_time), db_text(session->amr), db_text(session->acr),
            db_text(session->address), db_text(session->user_agent), db_int(session->seen_at),
            db_int(session->expires_at), db_text(session->user_id)),
        &rows));
    *renewed_out = rows.n == 1;
    return OK;
}

result_t store_session_touch(void *self, str_t id, int64_t now)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena,
        "UPDATE sessions SET seen_at = $2 WHERE id = $1 AND seen_at < $2",
        DB_ARGS(db_text(id), db_int(now)), NULL);
}

result_t store_session_list(void *self, arena_t *arena, str_t user_id, int64_t now,
    int64_t idle_since, const struct account_place *place, size_t limit,
    const struct authn_session **sessions_out, size_t *n_out)
{
    static const struct account_place newest = {INT64_MAX, STR_INIT("")};
    const struct account_place *behind = place != NULL ? place : &newest;
    struct db_rows rows;

    TRY(db_read(store_db(self), arena,
        "SELECT " SESSION_COLUMNS SESSION_ALIVE
        "s.user_id = $1 AND (s.created_at < $4 OR (s.created_at = $4 AND s.id < $5)) "
        "ORDER BY s.created_at DESC, s.id DESC LIMIT $6",
        DB_ARGS(db_text(user_id), db_int(now), db_int(idle_since), db_int(behind->at),
            db_text(behind->id), db_int((int64_t)limit)),
        &rows));
    struct authn_session *sessions = ARENA_ARRAY(arena, struct authn_session, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        sessions[i] = session_row(&rows, i);
    *sessions_out = sessions;
    *n_out = rows.n;
    return OK;
}

struct session_end_own {
    str_t user_id;
    str_t id;
    int64_t now;
    bool ended;
};

static result_t end_own(struct db_tx *tx, arena_t *arena, void *arg)
{
    struct session_end_own *self = arg;
    struct db_rows rows;

    TRY(db_tx_run(tx, arena,
        "UPDATE sessions SET seen_at = seen_at WHERE id = $1 AND user_id = $2 RETURNING id",
        DB_ARGS(db_text(self->id), db_text(self->user_id)), &rows));
    self->ended = rows.n == 1;
    return self->ended ? end(tx, arena, self->id, self->now) : OK;
}

result_t store_session_end_own(void *self, str_t user_id, str_t id, int64_t now, bool *ended_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct session_end_own change = {user_id, id, now, false};

    TRY(db_transact(store_db(self), arena, end_own, &change));
    *ended_out = change.ended;
    return OK;
}

struct session_end {
    str_t id; /* of the session, or of the person */
    str_t except;
    int64_t now;
};

static result_t end_one(struct db_tx *tx, arena_t *arena, void *arg)
{
    const struct session_end *self = arg;

    return end(tx, arena, self->id, self->now);
}

result_t store_session_end(void *self, str_t id, int64_t now)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct session_end change = {id, STR_NONE, now};

    return db_transact(store_db(self), arena, end_one, &change);
}

result_t store_end_sessions(
    struct db_tx *tx, arena_t *arena, str_t user_id, str_t except, int64_t now)
{
    /* Taken, not yet deleted: who is told depends on which sessions live. */
    TRY(db_tx_run(tx, arena,
        "UPDATE sessions SET seen_at = seen_at WHERE user_id = $1 AND id <> $2",
        DB_ARGS(db_text(user_id), db_text(except)), NULL));
    TRY(store_logout_tell_all(tx, arena, user_id, except, now));
    TRY(db_tx_run(tx, arena,
        "UPDATE grants SET revoked_at = $3 WHERE user_id = $1 AND revoked_at IS NULL "
        "AND (session_id IS NULL OR session_id <> $2)",
        DB_ARGS(db_text(user_id), db_text(except), db_int(now)), NULL));
    return db_tx_run(tx, arena, "DELETE FROM sessions WHERE user_id = $1 AND id <> $2",
        DB_ARGS(db_text(user_id), db_text(except)), NULL);
}

static result_t end_of_user(struct db_tx *tx, arena_t *arena, void *arg)
{
    const struct session_end *self = arg;

    return store_end_sessions(tx, arena, self->id, self->except, self->now);
}

result_t store_sessions_end_of_user(void *self, str_t user_id, str_t except, int64_t now)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct session_end change = {user_id, str_present(except) ? except : STR(""), now};

    return db_transact(store_db(self), arena, end_of_user, &change);
}

result_t store_session_clients(
    void *self, arena_t *arena, str_t id, str_t **client_ids_out, size_t *n_out)
{
    struct db_rows rows;

    TRY(db_read(store_db(self), arena,
        "SELECT DISTINCT client_id FROM grants "
        "WHERE session_id = $1 AND revoked_at IS NULL ORDER BY client_id",
        DB_ARGS(db_text(id)), &rows));
    *client_ids_out = ARENA_ARRAY(arena, str_t, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        (*client_ids_out)[i] = db_row_text(&rows, i, 0);
    *n_out = rows.n;
    return OK;
}
