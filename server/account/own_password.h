/* People change their own password: with the current one, or freshly signed in (security.md; NIST
 * SP 800-63B-4, 4.6). All their other sessions end, and they are told by mail.
 */
#ifndef TESSERA_ACCOUNT_OWN_PASSWORD_H
#define TESSERA_ACCOUNT_OWN_PASSWORD_H

#include "account/context.h"
#include "account/refusal.h"
#include "authn/context.h"

struct account_own_password_wish {
    const struct oauth_subject *person;
    const struct authn_session *session; /* theirs: it goes on */
    bool is_fresh;                       /* signed in a moment ago, with all factors */
    str_t current;                       /* as typed; absent: not given */
    str_t device_secret;                 /* as in authn/sign_in.h */
    str_t password;                      /* the new one, as typed */
};

enum account_own_password_outcome {
    ACCOUNT_OWN_PASSWORD_CHANGED,
    ACCOUNT_OWN_PASSWORD_STALE,  /* a fresh sign-in is needed */
    ACCOUNT_OWN_PASSWORD_WRONG,  /* not the current one */
    ACCOUNT_OWN_PASSWORD_LOCKED, /* too many attempts: it was not looked at */
    ACCOUNT_OWN_PASSWORD_REFUSED,
};

struct account_own_password {
    enum account_own_password_outcome outcome;
    int64_t retry_after_s;        /* when locked */
    enum account_refusal refusal; /* when refused: why the new one is not taken */
};

/* The current password, where it is given, is counted like a sign-in, and does in place of a fresh
 * one unless the session has a second factor, which it is no proof of. `ctx` and `authn` are of one
 * request. Blocks on the store and on the slow hash (RESULT_BUSY when its slots are taken). */
MUST_USE result_t account_own_password_change(struct account_context *ctx,
    struct authn_context *authn, const struct account_own_password_wish *wish,
    struct account_own_password *done_out);

#endif
