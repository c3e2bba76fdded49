/* The token endpoint (RFC 6749, section 3.2). */
#ifndef TESSERA_OAUTH_TOKEN_H
#define TESSERA_OAUTH_TOKEN_H

#include "oauth/client_auth/methods.h"
#include "oauth/token_response.h"

/* `presented->form` is the body. A client's mistake is in *error_out; then nothing was issued. */
MUST_USE result_t oauth_token(struct oauth_context *ctx, const struct oauth_presented *presented,
    struct oauth_token_response *response_out, struct oauth_error *error_out);

#endif
