#include "oauth/authorize/checks.h"

/* RFC 6749, section 3.1: request parameters must not be included more than once. */
result_t check_repeated(
    struct oauth_context *ctx, struct authorize_request *request, struct oauth_error *error_out)
{
    (void)ctx;
    if (oauth_params_repeated(request->form))
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "a parameter is repeated");
    return OK;
}
