#include "oauth/authorize/checks.h"

enum { NONCE_MAX_LEN = 512 };

/* OpenID Connect Core 3.1.2.1: optional in the code flow. It is carried, so it is bounded. */
result_t check_nonce(
    struct oauth_context *ctx, struct authorize_request *request, struct oauth_error *error_out)
{
    (void)ctx;
    request->nonce = oauth_param(request->form, "nonce");
    if (request->nonce.len > NONCE_MAX_LEN)
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "nonce is too long");
    return OK;
}
