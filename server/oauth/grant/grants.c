#include "oauth/grant/grants.h"

#include "oauth/access_token.h"
#include "oauth/refresh_token.h"

static const struct oauth_grant_handler *const handlers[GRANT_TYPES] = {
    [GRANT_AUTHORIZATION_CODE] = &grant_authorization_code,
    [GRANT_REFRESH_TOKEN] = &grant_refresh_token,
    [GRANT_CLIENT_CREDENTIALS] = &grant_client_credentials,
};

const struct oauth_grant_handler *oauth_grant_handler(enum oauth_grant_type type)
{
    return handlers[type];
}

result_t oauth_grant_subject(struct oauth_context *ctx, const struct oauth_grant *grant,
    const struct oauth_subject **subject_out)
{
    TRY(ctx->store->subject_find(ctx->store->self, ctx->arena, grant->user_id, subject_out));
    if (*subject_out && !(*subject_out)->enabled)
        *subject_out = NULL;
    return OK;
}

int64_t oauth_refresh_end(const struct oauth_context *ctx, const struct oauth_grant *grant)
{
    int64_t idle_end = ctx->now + ctx->settings->refresh_idle_s;

    return idle_end < grant->expires_at ? idle_end : grant->expires_at;
}

result_t oauth_grant_issue(struct oauth_context *ctx, const struct grant_issue *issue,
    struct oauth_token_response *response_out)
{
    struct access_token_order order = {
        .client = issue->client,
        .grant = issue->grant,
        .subject = issue->subject,
        .scope = issue->scope,
        .audience = issue->audience,
        .style = issue->style,
    };

    TRY(access_token_issue(ctx, &order, &response_out->access_token));
    response_out->expires_in_s = ctx->settings->access_lifetime_s;
    response_out->scope = issue->scope;
    if (issue->generation > 0)
        response_out->refresh_token = refresh_token_write(ctx, issue->grant->id, issue->generation);
    if (!str_list_has(issue->grant->scope, STR("openid")))
        return OK;
    return ctx->id_tokens->issue(ctx, issue->client, issue->grant, issue->subject,
        response_out->access_token, &response_out->id_token);
}
