#include "oauth/authorize/checks.h"
#include "oauth/pkce.h"

/* RFC 7636, section 4.4.1. Without code_challenge_method `plain` is meant (section 4.3), which is
 * refused like the explicit one. */
result_t check_pkce(
    struct oauth_context *ctx, struct authorize_request *request, struct oauth_error *error_out)
{
    str_t challenge = oauth_param(request->form, "code_challenge");
    str_t method = oauth_param(request->form, "code_challenge_method");

    (void)ctx;
    if (!str_present(challenge) && str_present(method))
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "code_challenge is missing");
    else if (!str_present(challenge) && request->client->require_pkce)
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "code_challenge is required (PKCE)");
    else if (str_present(challenge) && !str_eq(method, STR("S256")))
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "code_challenge_method must be S256");
    else if (str_present(challenge) && !pkce_challenge_valid(challenge))
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "code_challenge is malformed");
    request->code_challenge = challenge;
    return OK;
}
