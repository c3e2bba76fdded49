#include "oauth/context.h"

static void record(struct oauth_context *ctx, const struct oauth_audit_event *event)
{
    ctx->audit->record(ctx->audit->self, event, ctx->address, ctx->now);
}

void oauth_audit_success(
    struct oauth_context *ctx, const char *event, str_t user_id, str_t client_id)
{
    record(ctx, &(struct oauth_audit_event){
                    .name = event, .success = true, .user_id = user_id, .client_id = client_id});
}

void oauth_audit_failure(
    struct oauth_context *ctx, const char *event, str_t client_id, const char *reason)
{
    record(ctx, &(struct oauth_audit_event){
                    .name = event, .success = false, .client_id = client_id, .reason = reason});
}

str_t oauth_url(struct oauth_context *ctx, const char *path)
{
    return arena_printf(ctx->arena, "%.*s%s", STR_ARG(ctx->settings->issuer), path);
}
