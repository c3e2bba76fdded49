#include "oauth/revoke.h"

#include "oauth/access_token.h"
#include "oauth/params.h"
#include "oauth/refresh_token.h"

static struct oauth_error refuse_foreign(
    struct oauth_context *ctx, const struct oauth_client *client)
{
    oauth_audit_failure(ctx, "revocation.refused", client->id, "the token of another client");
    return oauth_refuse(OAUTH_INVALID_GRANT, "the token was issued to another client");
}

static result_t revoke_refresh(struct oauth_context *ctx, const struct oauth_client *client,
    const struct refresh_token *token, struct oauth_error *error_out)
{
    const struct oauth_grant *grant = NULL;

    TRY(ctx->store->grant_find(ctx->store->self, ctx->arena, token->grant_id, &grant));
    if (!grant)
        return OK;
    if (!str_eq(grant->client_id, client->id)) {
        *error_out = refuse_foreign(ctx, client);
        return OK;
    }
    oauth_audit_success(ctx, "token.revoked", grant->user_id, client->id);
    return ctx->store->grant_revoke(ctx->store->self, grant->id, ctx->now);
}

static result_t revoke_access(struct oauth_context *ctx, const struct oauth_client *client,
    str_t text, struct oauth_error *error_out)
{
    const struct access_token *token = NULL;

    TRY(access_token_resolve(ctx, text, &token));
    if (!token)
        return OK;
    if (!str_eq(token->client_id, client->id)) {
        *error_out = refuse_foreign(ctx, client);
        return OK;
    }
    oauth_audit_success(ctx, "token.revoked", token->user_id, client->id);
    return access_token_revoke(ctx, token);
}

result_t oauth_revoke(struct oauth_context *ctx, const struct oauth_presented *presented,
    struct oauth_error *error_out)
{
    const struct oauth_client *client;
    struct refresh_token refresh;
    str_t text = oauth_param(presented->form, "token");

    if (oauth_params_repeated(presented->form)) {
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "a parameter is repeated");
        return OK;
    }
    TRY(oauth_authenticate_client(ctx, presented, &client, error_out));
    if (oauth_failed(*error_out))
        return OK;
    if (!str_present(text)) {
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "token is missing");
        return OK;
    }
    if (refresh_token_read(ctx, text, &refresh))
        return revoke_refresh(ctx, client, &refresh, error_out);
    return revoke_access(ctx, client, text, error_out);
}
