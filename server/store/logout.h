/* Relying parties that are told of the end of a session (OpenID Connect Back-Channel Logout 1.0,
 * section 2.3): one message each in `outbox_messages`, in the transaction that ends it, so that
 * none is told of a session that goes on, and none is forgotten. Within store/ only.
 */
#ifndef TESSERA_STORE_LOGOUT_H
#define TESSERA_STORE_LOGOUT_H

#include "store/rows.h"

/* How long a relying party is told: by then its own session is over, too. */
enum { STORE_LOGOUT_LIFE_S = 86400 };

/* Those that got a grant in this session. Before its rows go. */
MUST_USE result_t store_logout_tell(
    struct db_tx *tx, arena_t *arena, str_t session_id, int64_t now);

/* Those of all sessions and living grants of the person, but of the session `except` (may be
 * empty). Before their rows go. */
MUST_USE result_t store_logout_tell_all(
    struct db_tx *tx, arena_t *arena, str_t user_id, str_t except, int64_t now);

/* This client, of its living grants by the person. Before they are revoked. */
MUST_USE result_t store_logout_tell_client(
    struct db_tx *tx, arena_t *arena, str_t user_id, str_t client_id, int64_t now);

#endif
