#include "oauth/authorize/checks.h"

/* RFC 6749, section 3.1.1; RFC 9700, section 2.1.2: code only. */
result_t check_response_type(
    struct oauth_context *ctx, struct authorize_request *request, struct oauth_error *error_out)
{
    str_t type = oauth_param(request->form, "response_type");

    (void)ctx;
    if (!str_present(type))
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "response_type is missing");
    else if (!str_eq(type, STR("code")))
        *error_out = oauth_refuse(OAUTH_UNSUPPORTED_RESPONSE_TYPE, "response_type must be code");
    else if (!oauth_client_may(request->client, GRANT_AUTHORIZATION_CODE))
        *error_out = oauth_refuse(
            OAUTH_UNAUTHORIZED_CLIENT, "the client is not registered for authorization_code");
    return OK;
}
