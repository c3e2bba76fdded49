#include "store/throttle.h"

/* $1 bucket, $2 now, $3 tries, $4 the first lock, $5 the longest, $6 the window; the row of a first
 * attempt: $7 locks, $8 locked_until. A locked bucket only notes that it refused, a forgotten one
 * begins anew, an open one counts, and locks twice as long as the last time once it is full. The
 * window begins when a lock ends: a long lock must not be forgotten by the time it opens. */
#define NOW "CAST($2 AS BIGINT)"
#define LOCKED "throttles.locked_until > " NOW
#define FORGOTTEN "throttles.expires_at <= " NOW
#define NOT_FULL "throttles.failures + 1 < CAST($3 AS BIGINT)"
#define LONGEST "CAST($5 AS BIGINT)"
#define DOUBLED "(CAST($4 AS BIGINT) << CAST(throttles.locks AS INTEGER))"
/* Doubled more often than this, any first lock is past the longest. */
#define MANY_LOCKS "throttles.locks > 20"
#define NEXT_LOCK                                                                                  \
    "CASE WHEN " MANY_LOCKS " OR " DOUBLED " > " LONGEST " THEN " LONGEST " ELSE " DOUBLED " END"
static const char attempt_sql[] =
    "INSERT INTO throttles (bucket, failures, refused, locks, locked_until, expires_at) "
    "VALUES ($1, 1, 0, $7, $8, CASE WHEN CAST($8 AS BIGINT) > " NOW
    " THEN CAST($8 AS BIGINT) ELSE " NOW " END + CAST($6 AS BIGINT)) "
    "ON CONFLICT (bucket) DO UPDATE SET "
    "refused = CASE WHEN " LOCKED " THEN 1 ELSE 0 END, "
    "failures = CASE WHEN " LOCKED " THEN throttles.failures WHEN " FORGOTTEN " THEN 1 "
    "ELSE throttles.failures + 1 END, "
    "locks = CASE WHEN " LOCKED " THEN throttles.locks WHEN " FORGOTTEN " THEN excluded.locks "
    "WHEN " NOT_FULL " THEN throttles.locks ELSE throttles.locks + 1 END, "
    "locked_until = CASE WHEN " LOCKED " THEN throttles.locked_until "
    "WHEN " FORGOTTEN " THEN excluded.locked_until WHEN " NOT_FULL " THEN throttles.locked_until "
    "ELSE " NOW " + " NEXT_LOCK " END, "
    "expires_at = CASE WHEN " LOCKED " THEN throttles.expires_at "
    "WHEN " FORGOTTEN " OR " NOT_FULL " THEN excluded.expires_at "
    "ELSE " NOW " + " NEXT_LOCK " + CAST($6 AS BIGINT) END "
    "RETURNING refused, locked_until";

result_t store_throttle_attempt(void *self, str_t bucket, const struct authn_throttle_rule *rule,
    int64_t now, struct authn_attempt *attempt_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    bool locks_at_once = rule->tries <= 1;
    int64_t first_lock_s = rule->lock_s < rule->lock_max_s ? rule->lock_s : rule->lock_max_s;
    struct db_rows rows;

    TRY(db_write(store_db(self), arena, attempt_sql,
        DB_ARGS(db_text(bucket), db_int(now), db_int(rule->tries), db_int(rule->lock_s),
            db_int(rule->lock_max_s), db_int(rule->window_s), db_int(locks_at_once ? 1 : 0),
            db_int(locks_at_once ? now + first_lock_s : 0)),
        &rows));
    int64_t until = db_row_int(&rows, 0, 1);
    *attempt_out = (struct authn_attempt){
        .allowed = db_row_int(&rows, 0, 0) == 0,
        .locked_until = until > now ? until : 0,
    };
    attempt_out->locked_now = attempt_out->allowed && until > now;
    return OK;
}

/* A lock is taken back only if it is still the one that the attempt set. */
result_t store_throttle_take_back(void *self, str_t bucket, int64_t locked_until)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena,
        "UPDATE throttles SET failures = failures - 1, "
        "locks = CASE WHEN locked_until > 0 AND locked_until = $2 THEN locks - 1 ELSE locks END, "
        "locked_until = CASE WHEN locked_until = $2 THEN 0 ELSE locked_until END "
        "WHERE bucket = $1 AND failures > 0",
        DB_ARGS(db_text(bucket), db_int(locked_until)), NULL);
}

result_t store_throttle_clear(void *self, str_t bucket)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena, "DELETE FROM throttles WHERE bucket = $1",
        DB_ARGS(db_text(bucket)), NULL);
}
