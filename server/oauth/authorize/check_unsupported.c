#include "oauth/authorize/checks.h"

/* OpenID Connect Core, sections 6.1, 6.2 and 7.2.1: a server that does not take request objects or
 * self-issued registration says so rather than ignoring what may change the request's meaning. */
static const struct {
    const char *parameter;
    enum oauth_error_code error;
} unsupported[] = {
    {"request", OAUTH_REQUEST_NOT_SUPPORTED},
    {"request_uri", OAUTH_REQUEST_URI_NOT_SUPPORTED},
    {"registration", OAUTH_REGISTRATION_NOT_SUPPORTED},
};

result_t check_unsupported(
    struct oauth_context *ctx, struct authorize_request *request, struct oauth_error *error_out)
{
    (void)ctx;
    for (size_t i = 0; i < sizeof unsupported / sizeof unsupported[0]; i++) {
        if (str_present(oauth_param(request->form, unsupported[i].parameter))) {
            *error_out = oauth_refuse(unsupported[i].error, "this way of asking is not supported");
            return OK;
        }
    }
    return OK;
}
