/* What becomes of the claims parameter (OpenID Connect Core, section 5.5): which of the claims that
 * a client asks for one by one need the person's consent, which are kept with the grant, and what
 * they say in ID Tokens and userinfo. Requests are those that claims_request_read cleaned, as text;
 * absent where nothing was asked. Pure; any thread.
 */
#ifndef TESSERA_OIDC_REQUESTED_CLAIMS_H
#define TESSERA_OIDC_REQUESTED_CLAIMS_H

#include "oauth/claims_request.h"
#include "oauth/client.h"

/* The claims of `request` that no scope of `scope` (what is asked for besides) releases, each once,
 * in its order. A claim whose scope the client may not have is not among them: it is neither asked
 * for nor given. */
struct claims_wishes requested_claims_wishes(
    arena_t *arena, const struct oauth_client *client, str_t request, str_t scope);

/* `request` cut to what was granted, by scope or by name (words); absent if nothing is left. */
str_t requested_claims_grant(arena_t *arena, str_t request, str_t scope, str_t names);

/* Sets the claims that the granted request has for `target`. One whose value is none of those asked
 * for is taken out, even if a scope released it: section 5.5.1 asks for it with that value. */
void requested_claims_put(
    json_t *object, const struct oauth_subject *subject, str_t granted, enum claims_target target);

#endif
