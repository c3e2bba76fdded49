/* Table `sessions`, and what hangs on a session. */
#ifndef TESSERA_STORE_SESSION_H
#define TESSERA_STORE_SESSION_H

#include "account/ports.h"
#include "authn/ports.h"
#include "store/rows.h"

result_t store_session_add(void *self, const struct authn_session *session, str_t replaces);
result_t store_session_renew(
    void *self, const struct authn_session *session, str_t token_digest_before, bool *renewed_out);
result_t store_session_find(void *self, arena_t *arena, str_t token_digest, int64_t now,
    int64_t idle_since, const struct authn_session **session_out);
result_t store_session_find_by_id(void *self, arena_t *arena, str_t id, int64_t now,
    int64_t idle_since, const struct authn_session **session_out);
result_t store_session_touch(void *self, str_t id, int64_t now);
result_t store_session_end(void *self, str_t id, int64_t now);
result_t store_session_list(void *self, arena_t *arena, str_t user_id, int64_t now,
    int64_t idle_since, const struct account_place *place, size_t limit,
    const struct authn_session **sessions_out, size_t *n_out);
result_t store_session_end_own(void *self, str_t user_id, str_t id, int64_t now, bool *ended_out);
result_t store_sessions_end_of_user(void *self, str_t user_id, str_t except, int64_t now);
result_t store_session_clients(
    void *self, arena_t *arena, str_t id, str_t **client_ids_out, size_t *n_out);

/* Ends all sessions and grants of a person but those of the session `except` (may be empty), and
 * tells the relying parties. */
MUST_USE result_t store_end_sessions(
    struct db_tx *tx, arena_t *arena, str_t user_id, str_t except, int64_t now);

#endif
