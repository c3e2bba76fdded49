#include "oauth/authorize/checks.h"
#include "oauth/registry.h"

/* OpenID Connect Core 3.1.2.1 lets a server ignore scopes that it does not know; a request that is
 * plain OAuth is told (RFC 6749, section 3.3). A known scope that this client did not register is
 * refused in both. */
static struct oauth_error choose(
    struct oauth_context *ctx, struct authorize_request *request, str_t asked)
{
    bool openid = str_list_has(asked, STR("openid"));
    str_t word;

    request->scope = scope_intersect(ctx->arena, asked, asked);
    for (str_t rest = request->scope; str_next(&rest, ' ', &word);) {
        if (scope_known(&request->catalogue, word)) {
            if (!str_list_has(request->client->scope, word))
                return oauth_refuse(
                    OAUTH_INVALID_SCOPE, "a scope is not registered for this client");
        } else if (openid) {
            request->scope = scope_without(ctx->arena, request->scope, word);
        } else {
            return oauth_refuse(OAUTH_INVALID_SCOPE, "a scope is unknown");
        }
    }
    return OAUTH_NONE;
}

result_t check_scope(
    struct oauth_context *ctx, struct authorize_request *request, struct oauth_error *error_out)
{
    str_t asked = oauth_param(request->form, "scope");

    if (!scope_list_valid(asked)) {
        *error_out = oauth_refuse(OAUTH_INVALID_SCOPE, "scope is missing or malformed");
        return OK;
    }
    TRY(scope_catalogue_load(ctx, &request->catalogue));
    *error_out = choose(ctx, request, asked);
    return OK;
}
