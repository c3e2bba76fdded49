#include "oauth/authorize/checks.h"

/* OpenID Connect Core 3.1.2.1, seconds; the registered default stands in for it. */
result_t check_max_age(
    struct oauth_context *ctx, struct authorize_request *request, struct oauth_error *error_out)
{
    str_t text = oauth_param(request->form, "max_age");

    (void)ctx;
    if (!str_present(text))
        request->max_age_s = request->client->default_max_age;
    else if (!str_to_int64(text, &request->max_age_s))
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "max_age must be a number of seconds");
    return OK;
}
