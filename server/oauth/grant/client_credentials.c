/* A client on its own behalf (RFC 6749, section 4.4). No refresh token (4.4.3), no person, and so
 * none of the scopes that speak of one. */
#include "oauth/access_token.h"
#include "oauth/audience.h"
#include "oauth/grant/grants.h"
#include "oauth/params.h"
#include "oauth/registry.h"

static struct oauth_error choose_scope(struct oauth_context *ctx,
    const struct oauth_grant_request *request, const struct scope_catalogue *catalogue,
    str_t *scope_out)
{
    str_t scope = oauth_param(request->form, "scope");
    str_t allowed = scope_without(ctx->arena, request->client->scope, scope_standard);

    *scope_out = allowed;
    if (!str_present(scope))
        return OAUTH_NONE;
    if (!scope_list_valid(scope))
        return oauth_refuse(OAUTH_INVALID_SCOPE, "scope is malformed");
    *scope_out = scope_intersect(ctx->arena, scope, scope);
    for (str_t rest = *scope_out, word; str_next(&rest, ' ', &word);) {
        if (!scope_find(catalogue, word))
            return oauth_refuse(OAUTH_INVALID_SCOPE, "a scope is unknown or speaks of a person");
        if (!str_list_has(allowed, word))
            return oauth_refuse(OAUTH_INVALID_SCOPE, "a scope is not registered for this client");
    }
    return OAUTH_NONE;
}

static result_t issue(struct oauth_context *ctx, const struct oauth_grant_request *request,
    struct oauth_token_response *response_out, struct oauth_error *error_out)
{
    struct scope_catalogue catalogue;
    struct access_token_order order = {.client = request->client};

    if (oauth_client_is_public(request->client)) {
        /* RFC 6749, section 4.4: confidential clients only. */
        *error_out = oauth_refuse(OAUTH_UNAUTHORIZED_CLIENT, "a public client has no credentials");
        return OK;
    }
    TRY(scope_catalogue_load(ctx, &catalogue));
    struct audience_question question = {.catalogue = &catalogue,
        .requested = oauth_param_all(ctx->arena, request->form, "resource")};
    *error_out = choose_scope(ctx, request, &catalogue, &question.scope);
    if (!oauth_failed(*error_out))
        *error_out = audience_choose(ctx, &question, &order.audience, &order.scope);
    if (!oauth_failed(*error_out))
        *error_out = token_style_choose(&catalogue, request->client, order.audience, &order.style);
    if (oauth_failed(*error_out))
        return OK;

    TRY(access_token_issue(ctx, &order, &response_out->access_token));
    oauth_audit_success(ctx, "token.issued", STR_NONE, request->client->id);
    response_out->expires_in_s = ctx->settings->access_lifetime_s;
    response_out->scope = order.scope;
    return OK;
}

const struct oauth_grant_handler grant_client_credentials = {GRANT_CLIENT_CREDENTIALS, issue};
