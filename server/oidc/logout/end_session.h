/* RP-Initiated Logout (OpenID Connect RP-Initiated Logout 1.0). */
#ifndef TESSERA_OIDC_LOGOUT_END_SESSION_H
#define TESSERA_OIDC_LOGOUT_END_SESSION_H

#include "base/form.h"
#include "oauth/client.h"
#include "oauth/error.h"

struct end_session_request {
    const struct oauth_client *client; /* named by the hint or by client_id; NULL: nobody */
    str_t hinted_subject;              /* of a good id_token_hint, as its client knows people */
    str_t hinted_session_id;
    str_t return_to; /* the registered address with `state`; absent: show our own page */
    str_t ui_locales;
};

/* Checks a request as far as it can be without knowing the session. A mistake in *error_out means a
 * page, never a redirect (section 4). */
MUST_USE result_t end_session_check(struct oauth_context *ctx, const struct form *form,
    struct end_session_request *request_out, struct oauth_error *error_out);

/* Section 2: whether the request proves itself, so that the person need not be asked: its hint is
 * for this very session, or for this person where the hint names no session. */
bool end_session_proven(struct oauth_context *ctx, const struct end_session_request *request,
    str_t session_id, str_t session_user_id);

#endif
