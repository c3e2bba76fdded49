#include "store/logout.h"

#include "notify/ports.h"

/* $1 whom it is about, $2 now, $3 when it is of no more use. A session and a client make one
 * message, however often the session is ended; `more` makes others of them. Metadata is compact
 * JSON: no text in it can look like the name of a member, since quotes in texts are escaped. */
#define TELL_AS(more)                                                                              \
    "INSERT INTO outbox_messages (message_id, kind, recipient, template, lang, user_id, "          \
    "session_id, state, next_try_at, created_at, expires_at) "                                     \
    "SELECT DISTINCT 'logout.' || COALESCE(g.session_id, 'of.' || g.user_id) || '.' || "           \
    "g.client_id" more ", '" NOTIFY_LOGOUT "', g.client_id, '" NOTIFY_LOGOUT "', '', g.user_id, "  \
    "g.session_id, '" NOTIFY_PENDING "', CAST($2 AS BIGINT), CAST($2 AS BIGINT), "                 \
    "CAST($3 AS BIGINT) FROM grants g JOIN clients c ON c.client_id = g.client_id "                \
    "WHERE c.metadata LIKE '%\"backchannel_logout_uri\":%' AND "
#define TELL TELL_AS("")
#define ONCE " ON CONFLICT (message_id) DO NOTHING"

result_t store_logout_tell(struct db_tx *tx, arena_t *arena, str_t session_id, int64_t now)
{
    return db_tx_run(tx, arena, TELL "g.session_id = $1" ONCE,
        DB_ARGS(db_text(session_id), db_int(now), db_int(now + STORE_LOGOUT_LIFE_S)), NULL);
}

/* A grant that died by itself belongs to the session that it came from: while that lives, its
 * relying party may still have one of its own. */
result_t store_logout_tell_all(
    struct db_tx *tx, arena_t *arena, str_t user_id, str_t except, int64_t now)
{
    return db_tx_run(tx, arena,
        TELL "g.user_id = $1 AND (g.session_id IS NULL OR g.session_id <> $4) "
             "AND (g.revoked_at IS NULL OR EXISTS "
             "(SELECT 1 FROM sessions s WHERE s.id = g.session_id))" ONCE,
        DB_ARGS(db_text(user_id), db_int(now), db_int(now + STORE_LOGOUT_LIFE_S), db_text(except)),
        NULL);
}

/* The session goes on, and may end later: that is another message. */
result_t store_logout_tell_client(
    struct db_tx *tx, arena_t *arena, str_t user_id, str_t client_id, int64_t now)
{
    return db_tx_run(tx, arena,
        TELL_AS(" || '.' || CAST(CAST($2 AS BIGINT) AS TEXT)") "g.user_id = $1 AND "
                                                               "g.client_id = $4 AND g.revoked_at "
                                                               "IS NULL" ONCE,
        DB_ARGS(
            db_text(user_id), db_int(now), db_int(now + STORE_LOGOUT_LIFE_S), db_text(client_id)),
        NULL);
}
