#include "store/person.h"
#include "store/store.h"

enum { EXPIRE_SCRATCH = 64 * 1024, DAY_S = 86400, UNSPENT_KEPT_S = 3600 };
enum { REVOKED_KEPT_S = DAY_S, MESSAGE_KEPT_S = 30 * DAY_S, AUDIT_KEPT_S = 400 * DAY_S };

/* `kept_s`: how long a row stays after the time in its column. */
struct expiring {
    const char *sql;
    int64_t kept_s;
};

#define EXPIRING(table, key, column, kept_s)                                                       \
    {                                                                                              \
        "DELETE FROM " table " WHERE (" key ") IN (SELECT " key " FROM " table " WHERE " column    \
        " <= $1 LIMIT $2)",                                                                        \
            (kept_s)                                                                               \
    }

static const struct expiring tables[] = {
    EXPIRING("grants", "id", "expires_at", 0),
    /* A code that nobody spent carries nothing, a revoked grant nothing any more; both are told
     * apart from what never was for a while. But while the session lives, its relying parties are
     * to hear of its end. */
    EXPIRING("grants", "id", "code_used_at IS NULL AND code_digest IS NOT NULL AND code_expires_at",
        UNSPENT_KEPT_S),
    EXPIRING("grants", "id",
        "NOT EXISTS (SELECT 1 FROM sessions s WHERE s.id = grants.session_id) AND revoked_at",
        REVOKED_KEPT_S),
    EXPIRING("access_tokens", "digest", "expires_at", 0),
    EXPIRING("revoked_tokens", "jti", "expires_at", 0),
    EXPIRING("spent_ids", "digest", "expires_at", 0),
    EXPIRING("sessions", "id", "expires_at", 0),
    EXPIRING("flows", "id", "expires_at", 0),
    EXPIRING("stored_requests", "digest", "expires_at", 0),
    EXPIRING("throttles", "bucket", "expires_at", 0),
    EXPIRING("setup_links", "digest", "expires_at", 0),
    EXPIRING("proofs", "purpose, series", "expires_at", 0),
    EXPIRING("devices", "user_id, digest", "seen_at", STORE_DEVICE_KEPT_S),
    /* Ids grow with time, so the oldest are found without an index on it. */
    {"DELETE FROM outbox WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT $2) "
     "AND created_at <= $1",
        MESSAGE_KEPT_S},
    {"DELETE FROM outbox_messages WHERE id IN "
     "(SELECT id FROM outbox_messages ORDER BY id LIMIT $2) AND created_at <= $1",
        MESSAGE_KEPT_S},
    /* A dead letter keeps its text while an operator may send it again. */
    {"UPDATE outbox_messages SET sealed = NULL WHERE id IN (SELECT id FROM outbox_messages "
     "WHERE state = 'dead' AND sealed IS NOT NULL AND expires_at <= $1 LIMIT $2)",
        0},
    EXPIRING("audit_events", "id", "at", AUDIT_KEPT_S),
};

result_t store_expire(struct db *db, int64_t now, size_t batch, size_t *deleted_out)
{
    AUTO_ARENA arena = arena_new(EXPIRE_SCRATCH);
    struct db_rows rows;

    *deleted_out = 0;
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        TRY(db_write(db, arena, tables[i].sql,
            DB_ARGS(db_int(now - tables[i].kept_s), db_int((int64_t)batch)), &rows));
        *deleted_out += (size_t)rows.changed;
    }
    return OK;
}
