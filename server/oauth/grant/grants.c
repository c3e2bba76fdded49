#include "oauth/grant/grants.h"

#include "oauth/access_token.h"
#include "oauth/answer.h"
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

static bool has_id_token(const struct oauth_grant *grant)
{
    return str_list_has(grant->scope, STR("openid"));
}

result_t oauth_grant_recipient(struct oauth_context *ctx, const struct oauth_client *client,
    const struct oauth_grant *grant, const struct oauth_recipient **recipient_out,
    struct oauth_error *error_out)
{
    *recipient_out = NULL;
    *error_out = OAUTH_NONE;
    if (!has_id_token(grant))
        return OK;
    return oauth_answer_recipient(ctx, client, &client->id_token, recipient_out, error_out);
}

static result_t issue_id_token(struct oauth_context *ctx, const struct grant_issue *issue,
    struct oauth_token_response *response_out)
{
    struct oauth_id_token_order order = {
        .client = issue->client,
        .grant = issue->grant,
        .subject = issue->subject,
        .access_token = response_out->access_token,
        .recipient = issue->recipient,
    };

    return ctx->id_tokens->issue(ctx, &order, &response_out->id_token);
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
    return has_id_token(issue->grant) ? issue_id_token(ctx, issue, response_out) : OK;
}
