/* An ID Token that comes back as a hint (OpenID Connect Core 3.1.2.1; RP-Initiated Logout, section
 * 2). */
#ifndef TESSERA_OAUTH_ID_TOKEN_HINT_H
#define TESSERA_OAUTH_ID_TOKEN_HINT_H

#include "oauth/context.h"
#include "oauth/error.h"

/* Its claims, if we signed it for whatever client, expired or not; NULL in *claims_out for anything
 * else, an access token of the same typ included. Own; json_decref. */
MUST_USE result_t id_token_hint_read(struct oauth_context *ctx, str_t text, json_t **claims_out);

/* What to say of a hint that has no claims. */
struct oauth_error id_token_hint_refuse(str_t text);

#endif
