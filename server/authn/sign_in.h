/* Signing in with e-mail address and password. Known and unknown addresses take the same way: the
 * same counts, the same slow hash, the same answer.
 */
#ifndef TESSERA_AUTHN_SIGN_IN_H
#define TESSERA_AUTHN_SIGN_IN_H

#include "authn/context.h"

struct authn_flow;

/* As typed; foreign. */
struct authn_credentials {
    str_t email;
    str_t password;
    str_t device_secret; /* the device cookie; absent if there is none */
};

enum authn_sign_in_outcome {
    AUTHN_SIGNED_IN,
    AUTHN_INVALID,    /* unknown address or wrong password: nobody learns which */
    AUTHN_LOCKED,     /* too many attempts; the password was not looked at */
    AUTHN_UNVERIFIED, /* right password, address not verified */
    AUTHN_DISABLED,   /* right password, person disabled */
};

struct authn_sign_in {
    enum authn_sign_in_outcome outcome;
    int64_t retry_after_s; /* when locked: at least 1 */
    /* When signed in: */
    const struct authn_session *session;
    str_t session_token; /* the session cookie's value; kept nowhere else */
    str_t device_secret; /* the device cookie's value */
};

/* Counts, verifies, and on success starts a new session in place of `current` (this browser's
 * session, or NULL), remembers the browser, and notes the sign-in in `flow` (may be NULL).
 * RESULT_BUSY when all slots of the slow hash are taken (503 with Retry-After). Blocks on the hash
 * and the store. */
MUST_USE result_t authn_sign_in(struct authn_context *ctx, struct authn_flow *flow,
    const struct authn_session *current, const struct authn_credentials *credentials,
    struct authn_sign_in *sign_in_out);

/* The same without a session: whether somebody who is signed in knows the password. Counted and
 * recorded like any attempt; AUTHN_SIGNED_IN: it is right. */
MUST_USE result_t authn_password_prove(struct authn_context *ctx,
    const struct authn_credentials *credentials, struct authn_sign_in *outcome_out);

/* Signs in somebody who has just chosen a password and proved the address, in this browser. */
MUST_USE result_t authn_sign_in_registered(struct authn_context *ctx, struct authn_flow *flow,
    const struct authn_session *current, str_t user_id, str_t device_secret,
    struct authn_sign_in *sign_in_out);

#endif
