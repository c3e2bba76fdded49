#include "oauth/token.h"

#include "oauth/grant/grants.h"
#include "oauth/params.h"

/* RFC 6749, section 5.2: an unknown grant type is told apart from one that this client may not use.
 */
static struct oauth_error choose_grant(const struct oauth_client *client, const struct form *form,
    const struct oauth_grant_handler **grant_out)
{
    str_t name = oauth_param(form, "grant_type");
    enum oauth_grant_type type;

    if (!str_present(name))
        return oauth_refuse(OAUTH_INVALID_REQUEST, "grant_type is missing");
    if (!oauth_grant_type_find(name, &type))
        return oauth_refuse(OAUTH_UNSUPPORTED_GRANT_TYPE, "unknown grant_type");
    if (!oauth_client_may(client, type))
        return oauth_refuse(
            OAUTH_UNAUTHORIZED_CLIENT, "the client is not registered for this grant_type");
    *grant_out = oauth_grant_handler(type);
    return OAUTH_NONE;
}

result_t oauth_token(struct oauth_context *ctx, const struct oauth_presented *presented,
    struct oauth_token_response *response_out, struct oauth_error *error_out)
{
    const struct oauth_client *client;
    const struct oauth_grant_handler *grant = NULL;

    *response_out = (struct oauth_token_response){0};
    if (oauth_params_repeated(presented->form)) {
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "a parameter is repeated");
        return OK;
    }
    TRY(oauth_authenticate_client(ctx, presented, &client, error_out));
    if (oauth_failed(*error_out))
        return OK;
    *error_out = choose_grant(client, presented->form, &grant);
    if (oauth_failed(*error_out))
        return OK;

    struct oauth_grant_request request = {client, presented->form};
    TRY(grant->issue(ctx, &request, response_out, error_out));
    if (oauth_failed(*error_out))
        oauth_audit_failure(ctx, "token.refused", client->id,
            error_out->detail ? error_out->detail : error_out->description);
    return OK;
}
