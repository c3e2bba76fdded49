#include "store/throttle.h"

/* $1 bucket; the row of a first attempt: $2 locks, $3 locked_until, $4 expires_at; $5 now, $6
 * tries, $7 the first lock, $8 the longest. A forgotten bucket begins anew, a locked one only notes
 * that it refused, an open one counts, and locks twice as long as the last time once it is full. */
#define FORGOTTEN "throttles.expires_at <= CAST($5 AS BIGINT)"
#define LOCKED "throttles.locked_until > CAST($5 AS BIGINT)"
#define NOT_FULL "throttles.failures + 1 < CAST($6 AS BIGINT)"
#define DOUBLED "(CAST($7 AS BIGINT) << CAST(throttles.locks AS INTEGER))"
static const char attempt_sql[] =
    "INSERT INTO throttles (bucket, failures, refused, locks, locked_until, expires_at) "
    "VALUES ($1, 1, 0, $2, $3, $4) ON CONFLICT (bucket) DO UPDATE SET "
    "refused = CASE WHEN NOT (" FORGOTTEN ") AND " LOCKED " THEN 1 ELSE 0 END, "
    "failures = CASE WHEN " FORGOTTEN " THEN 1 WHEN " LOCKED " THEN throttles.failures "
    "ELSE throttles.failures + 1 END, "
    "locks = CASE WHEN " FORGOTTEN " THEN excluded.locks "
    "WHEN " LOCKED " OR " NOT_FULL " THEN throttles.locks ELSE throttles.locks + 1 END, "
    "locked_until = CASE WHEN " FORGOTTEN " THEN excluded.locked_until "
    "WHEN " LOCKED " OR " NOT_FULL " THEN throttles.locked_until "
    "WHEN throttles.locks > 20 OR " DOUBLED " > CAST($8 AS BIGINT) "
    "THEN CAST($5 AS BIGINT) + CAST($8 AS BIGINT) ELSE CAST($5 AS BIGINT) + " DOUBLED " END, "
    "expires_at = CASE WHEN NOT (" FORGOTTEN ") AND " LOCKED
    " THEN throttles.expires_at ELSE excluded.expires_at END "
    "RETURNING refused, locked_until";

result_t store_throttle_attempt(void *self, str_t bucket, const struct authn_throttle_rule *rule,
    int64_t now, struct authn_attempt *attempt_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    bool locks_at_once = rule->tries <= 1;
    struct db_rows rows;

    TRY(db_write(store_db(self), arena, attempt_sql,
        DB_ARGS(db_text(bucket), db_int(locks_at_once ? 1 : 0),
            db_int(locks_at_once ? now + rule->lock_s : 0), db_int(now + rule->window_s),
            db_int(now), db_int(rule->tries), db_int(rule->lock_s), db_int(rule->lock_max_s)),
        &rows));
    int64_t until = db_row_int(&rows, 0, 1);
    *attempt_out = (struct authn_attempt){
        .allowed = db_row_int(&rows, 0, 0) == 0,
        .locked_until = until > now ? until : 0,
    };
    attempt_out->locked_now = attempt_out->allowed && until > now;
    return OK;
}

result_t store_throttle_clear(void *self, str_t bucket)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena, "DELETE FROM throttles WHERE bucket = $1",
        DB_ARGS(db_text(bucket)), NULL);
}
