/* The UserInfo endpoint (OpenID Connect Core, section 5.3; RFC 6750). */
#ifndef TESSERA_OIDC_USERINFO_H
#define TESSERA_OIDC_USERINFO_H

#include "oauth/answer.h"
#include "oauth/error.h"

/* The claims that the token's scopes release, in the form that its client registered.
 * invalid_token for a token that is not ours or does not stand, insufficient_scope without openid,
 * and as oauth_answer_recipient if the answer cannot be encrypted; then *answer_out is empty. */
MUST_USE result_t oidc_userinfo(struct oauth_context *ctx, str_t access_token,
    struct oauth_answer *answer_out, struct oauth_error *error_out);

#endif
