/* Token introspection (RFC 7662), as JSON or as a JWT (RFC 9701). */
#ifndef TESSERA_OAUTH_INTROSPECT_H
#define TESSERA_OAUTH_INTROSPECT_H

#include "oauth/answer.h"
#include "oauth/client_auth/methods.h"

/* The answer's members (section 2.2), within a token when the caller asks for one. A token that is
 * unknown, dead, or none of the caller's business is {"active": false} alike. Empty when *error_out
 * is set: also for a caller that registered for encryption and asks for JSON.
 *
 * What is a caller's business: its own tokens; and for a resource server those whose audience is
 * its id, one of the audiences of its registered scopes, or, if it registered none, the issuer. */
MUST_USE result_t oauth_introspect(struct oauth_context *ctx,
    const struct oauth_presented *presented, bool as_jwt, struct oauth_answer *answer_out,
    struct oauth_error *error_out);

#endif
