/* Access tokens: JWTs by RFC 9068, or opaque ones with a row. */
#ifndef TESSERA_OAUTH_ACCESS_TOKEN_H
#define TESSERA_OAUTH_ACCESS_TOKEN_H

#include "oauth/token_style.h"

/* The claim that tells an access token from an ID Token where both have the typ JWT. */
#define TOKEN_USE "token_use"

/* What a token is made of. */
struct access_token_order {
    const struct oauth_client *client;
    const struct oauth_grant *grant;     /* NULL: the client's own (client_credentials) */
    const struct oauth_subject *subject; /* of the grant; NULL without one */
    str_t scope;
    str_t audience; /* words */
    struct token_style style;
};

MUST_USE result_t access_token_issue(
    struct oauth_context *ctx, const struct access_token_order *order, str_t *token_out);

/* A token that was presented, is ours, and still stands. */
struct access_token {
    str_t client_id;
    str_t grant_id; /* absent: the client's own */
    str_t subject;
    str_t user_id; /* of the grant, and */
    str_t claims;  /* what it grants by name (oidc/requested_claims.h) */
    str_t scope;
    str_t audience; /* words */
    str_t jti;      /* of a JWT */
    str_t digest;   /* of an opaque token */
    int64_t issued_at;
    int64_t expires_at;
};

/* NULL in *token_out unless the token is ours, unexpired, not revoked, and what it hangs on (grant,
 * person, client) still stands at this moment. */
MUST_USE result_t access_token_resolve(
    struct oauth_context *ctx, str_t text, const struct access_token **token_out);

/* Ends one token: the row goes, or the jti is remembered until it expires. */
MUST_USE result_t access_token_revoke(struct oauth_context *ctx, const struct access_token *token);

#endif
