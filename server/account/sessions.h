/* Where people are signed in, for themselves to see and to end. All functions block on the store.
 */
#ifndef TESSERA_ACCOUNT_SESSIONS_H
#define TESSERA_ACCOUNT_SESSIONS_H

#include "account/context.h"
#include "account/refusal.h"

/* The newest first, at most `limit`, behind `place` (NULL: from the beginning). *more_out: there
 * are others behind the last. Sessions idle since before `idle_since` are over. */
MUST_USE result_t account_sessions_list(struct account_context *ctx, str_t user_id,
    int64_t idle_since, const struct account_place *place, size_t limit,
    const struct authn_session **sessions_out, size_t *n_out, bool *more_out);

/* With its grants; its relying parties are told. ACCOUNT_SESSION_UNKNOWN for another's, too. */
MUST_USE result_t account_session_end(
    struct account_context *ctx, str_t user_id, str_t id, enum account_refusal *refusal_out);

#endif
