/* The UserInfo endpoint (OpenID Connect Core, section 5.3; RFC 6750). */
#ifndef TESSERA_OIDC_USERINFO_H
#define TESSERA_OIDC_USERINFO_H

#include "oauth/context.h"
#include "oauth/error.h"

/* The claims that the token's scopes release; own, json_decref. invalid_token for a token that is
 * not ours or does not stand, insufficient_scope without openid; then *claims_out is NULL. */
MUST_USE result_t oidc_userinfo(struct oauth_context *ctx, str_t access_token, json_t **claims_out,
    struct oauth_error *error_out);

#endif
