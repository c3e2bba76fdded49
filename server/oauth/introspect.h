/* Token introspection (RFC 7662). */
#ifndef TESSERA_OAUTH_INTROSPECT_H
#define TESSERA_OAUTH_INTROSPECT_H

#include "oauth/client_auth/methods.h"

/* The answer's members (section 2.2); own, json_decref. A token that is unknown, dead, or none of
 * the caller's business is {"active": false} alike. NULL when *error_out is set.
 *
 * What is a caller's business: its own tokens; and for a resource server those whose audience is
 * its id, one of the audiences of its registered scopes, or, if it registered none, the issuer. */
MUST_USE result_t oauth_introspect(struct oauth_context *ctx,
    const struct oauth_presented *presented, json_t **answer_out, struct oauth_error *error_out);

#endif
