/* Single sign-on sessions. The cookie holds a token of 256 bits, the database its digest; the
 * public `sid` is another value. All functions block on the store; one context, one thread.
 */
#ifndef TESSERA_AUTHN_SESSION_H
#define TESSERA_AUTHN_SESSION_H

#include "authn/context.h"

/* How stale `seen_at` may become: a session is written at most this often while it is used. */
enum { AUTHN_SESSION_TOUCH_S = 60 };

/* NULL in *session_out for an absent, malformed or unknown token, a session past its idle or
 * absolute time, or of a person who was disabled. */
MUST_USE result_t authn_session_find(
    struct authn_context *ctx, str_t token, const struct authn_session **session_out);

/* A session with a new token, in place of `current` (may be NULL), which is this browser's session
 * until now: a token never survives a sign-in (session fixation). The same person's session keeps
 * its id, so that what hangs on it still ends with it; another person's ends. */
MUST_USE result_t authn_session_start(struct authn_context *ctx, str_t user_id, str_t amr,
    const struct authn_session *current, const struct authn_session **session_out,
    str_t *token_out);

/* Ends the session and revokes the grants that hang on it. */
MUST_USE result_t authn_session_end(struct authn_context *ctx, const struct authn_session *session);

/* The same for all of a person but `except` (a session id; may be absent). */
MUST_USE result_t authn_session_end_all(struct authn_context *ctx, str_t user_id, str_t except);

/* Client ids with a live grant in this session, for the logout page. */
MUST_USE result_t authn_session_clients(struct authn_context *ctx,
    const struct authn_session *session, str_t **client_ids_out, size_t *n_out);

#endif
