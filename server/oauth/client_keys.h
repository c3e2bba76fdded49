/* The public keys of a client: registered with it (jwks), or at its own address (jwks_uri), from
 * where they are fetched and kept (RFC 7591, section 2).
 */
#ifndef TESSERA_OAUTH_CLIENT_KEYS_H
#define TESSERA_OAUTH_CLIENT_KEYS_H

#include "oauth/client.h"

/* A JWK Set as text; absent, with the reason for the log in *why_out (static), if there is none.
 * `again`: what was given before did not suffice, since the client may have new keys; where they
 * are fetched, asks anew, in bounds. May block for seconds. */
MUST_USE result_t oauth_client_keys(struct oauth_context *ctx, const struct oauth_client *client,
    bool again, str_t *jwks_out, const char **why_out);

#endif
