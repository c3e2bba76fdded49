#include "oauth/authorize/checks.h"
#include "oauth/registry.h"

/* RFC 6749, section 4.1.2.1: who asks must be known before anything is answered to them. */
result_t check_client(
    struct oauth_context *ctx, struct authorize_request *request, struct oauth_error *error_out)
{
    str_t client_id = oauth_param(request->form, "client_id");

    if (!str_present(client_id) || form_count(request->form, "client_id") != 1) {
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "client_id is missing or repeated");
        return OK;
    }
    TRY(oauth_client_find(ctx, client_id, &request->client));
    if (!request->client || !request->client->enabled) {
        request->client = NULL;
        *error_out = oauth_refuse(OAUTH_INVALID_CLIENT, "the client is unknown or disabled");
    }
    return OK;
}
