#include "oauth/authorize/checks.h"
#include "oauth/redirect_uri.h"

static bool registered(const struct oauth_client *client, str_t given)
{
    for (size_t i = 0; i < client->redirect_uris.n; i++) {
        if (redirect_uri_matches(client->redirect_uris.items[i], given))
            return true;
    }
    return false;
}

/* RFC 9700, section 2.1: exact comparison. OpenID Connect Core 3.1.2.1 demands the parameter; plain
 * OAuth may leave it out where only one is registered (RFC 6749, section 3.1.2.3). */
result_t check_redirect_uri(
    struct oauth_context *ctx, struct authorize_request *request, struct oauth_error *error_out)
{
    const struct oauth_client *client = request->client;
    str_t given = oauth_param(request->form, "redirect_uri");
    bool openid = str_list_has(oauth_param(request->form, "scope"), STR("openid"));

    (void)ctx;
    if (form_count(request->form, "redirect_uri") > 1)
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "redirect_uri is repeated");
    else if (str_present(given) && !registered(client, given))
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "redirect_uri is not registered");
    else if (!str_present(given) && (openid || client->redirect_uris.n != 1))
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "redirect_uri is missing");
    if (oauth_failed(*error_out))
        return OK;
    request->redirect_uri_given = str_present(given);
    request->redirect_uri = request->redirect_uri_given ? given : client->redirect_uris.items[0];
    return OK;
}
