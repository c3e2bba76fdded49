#include "oauth/authorize/checks.h"
#include "oauth/authorize/response.h"

enum { STATE_MAX_LEN = 4096 };

/* Settles how every later answer travels (OAuth 2.0 Multiple Response Type Encoding Practices,
 * section 2.1), so `state` is taken here too: refusals carry it. A repeated one is given back to
 * nobody; check_repeated refuses it. Neither is one that is too long: it would crowd out `iss`. */
result_t check_response_mode(
    struct oauth_context *ctx, struct authorize_request *request, struct oauth_error *error_out)
{
    str_t name = oauth_param(request->form, "response_mode");
    str_t state = oauth_param(request->form, "state");

    (void)ctx;
    request->response_mode = &response_mode_query;
    if (state.len > STATE_MAX_LEN)
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "state is too long");
    else if (form_count(request->form, "state") == 1)
        request->state = state;
    if (form_count(request->form, "response_mode") > 1 || !str_present(name))
        return OK;
    for (size_t i = 0; authorize_response_modes[i]; i++) {
        if (str_eq(name, str_from_cstr(authorize_response_modes[i]->name))) {
            request->response_mode = authorize_response_modes[i];
            return OK;
        }
    }
    *error_out = oauth_refuse(OAUTH_UNSUPPORTED_RESPONSE_MODE, "unknown response_mode");
    return OK;
}
