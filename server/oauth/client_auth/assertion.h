/* What private_key_jwt and client_secret_jwt share: a JWT by which the client names itself, for us
 * alone, shortly, and once (RFC 7521, section 4.2; RFC 7523, section 3; OpenID Connect Core,
 * section 9). How it is proven is the methods'.
 */
#ifndef TESSERA_OAUTH_CLIENT_AUTH_ASSERTION_H
#define TESSERA_OAUTH_CLIENT_AUTH_ASSERTION_H

#include "oauth/client_auth/methods.h"

enum {
    /* How far exp may lie ahead: common libraries give an hour. It bounds how long ids are kept. */
    ASSERTION_LIFE_MAX_S = 3600,
    /* How wrong the client's clock may be; FAPI 2.0 (5.3.2.1) takes 10 seconds and refuses beyond
     * 60. */
    ASSERTION_SKEW_S = 30,
    ASSERTION_JTI_MAX = 512,
};

/* oauth_client_auth.presented and .names of both methods. The client is named by client_id or,
 * since that is optional, by the assertion's own sub, which counts for nothing until it is proven.
 */
bool assertion_presented(const struct oauth_presented *presented);
struct oauth_error assertion_names(
    struct oauth_context *ctx, const struct oauth_presented *presented, str_t *client_id_out);

/* Reads it and judges all but its proof and whether it was used before. NULL, and *jwt_out's claims
 * are own (json_decref); or why not, and they may be NULL. The algorithm is one of the
 * client's method. */
const char *assertion_read(struct oauth_context *ctx, const struct oauth_presented *presented,
    const struct oauth_client *client, struct oauth_jwt *jwt_out);

/* After the proof: NULL in *refusal_out if it had not been used. On all nodes. */
MUST_USE result_t assertion_spend(struct oauth_context *ctx, const struct oauth_client *client,
    const json_t *claims, const char **refusal_out);

#endif
