/* Introspection answers as tokens (RFC 9701). */
#ifndef TESSERA_OAUTH_INTROSPECTION_JWT_H
#define TESSERA_OAUTH_INTROSPECTION_JWT_H

#include "oauth/client_auth/methods.h"

/* Section 5: who asks for a JWT and proves nothing gets 400, where RFC 7662 says 401. */
struct oauth_error introspection_jwt_check(const struct oauth_presented *presented);

/* The members in a token for `caller`, in the form that it registered. *error_out as
 * oauth_answer_recipient says. */
MUST_USE result_t introspection_jwt_write(struct oauth_context *ctx,
    const struct oauth_client *caller, json_t *members, str_t *token_out,
    struct oauth_error *error_out);

#endif
