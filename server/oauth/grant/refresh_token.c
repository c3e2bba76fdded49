/* Refresh with rotation (RFC 6749, section 6; RFC 9700, section 4.14.2). A token is spent by moving
 * its family on by one generation. Who repeats the last token within refresh_retry_s lost the
 * answer and gets the same successor; any other repeat is theft and ends the family. */
#include "oauth/refresh_token.h"
#include "oauth/audience.h"
#include "oauth/grant/grants.h"
#include "oauth/params.h"
#include "oauth/registry.h"

static struct oauth_error refuse(const char *detail)
{
    return (struct oauth_error){
        OAUTH_INVALID_GRANT, "the refresh token is unknown, expired, revoked or spent", detail};
}

static struct oauth_error check(struct oauth_context *ctx, const struct oauth_client *client,
    const struct oauth_grant *grant, int64_t generation)
{
    if (!grant)
        return refuse("the grant is gone");
    if (!str_eq(grant->client_id, client->id))
        return refuse("the refresh token of another client");
    if (grant->revoked_at != 0)
        return refuse("the grant is revoked");
    if (grant->refresh_expires_at <= ctx->now || grant->expires_at <= ctx->now)
        return refuse("the refresh token is expired");
    if (generation > grant->refresh_generation)
        return refuse("a generation that was never issued");
    return OAUTH_NONE;
}

/* RFC 6749, section 6: no scope beyond what the person granted. */
static struct oauth_error narrow(
    const struct form *form, const struct oauth_grant *grant, str_t *scope_out)
{
    str_t scope = oauth_param(form, "scope");

    *scope_out = str_present(scope) ? scope : grant->scope;
    if (!scope_list_valid(*scope_out) && scope_out->len > 0)
        return oauth_refuse(OAUTH_INVALID_SCOPE, "scope is malformed");
    if (!scope_is_subset(*scope_out, grant->scope))
        return oauth_refuse(OAUTH_INVALID_SCOPE, "scope goes beyond the grant");
    return OAUTH_NONE;
}

static result_t end_family(
    struct oauth_context *ctx, const struct oauth_grant *grant, struct oauth_error *error_out)
{
    *error_out = refuse("a spent refresh token came again");
    oauth_audit_failure(ctx, "refresh.reused", grant->client_id, error_out->detail);
    return ctx->store->grant_revoke(ctx->store->self, grant->id, ctx->now);
}

static bool forgiven(
    const struct oauth_context *ctx, const struct oauth_grant *grant, int64_t generation)
{
    return generation == grant->refresh_generation - 1 && ctx->settings->refresh_retry_s > 0 &&
           ctx->now - grant->refresh_rotated_at <= ctx->settings->refresh_retry_s;
}

/* The generation to hand out next. Losing the race for the rotation makes this caller a repeater
 * like any other, judged by the row as the winner left it. */
static result_t rotate(struct oauth_context *ctx, const struct oauth_grant *grant,
    int64_t generation, int64_t *next_out, struct oauth_error *error_out)
{
    bool rotated = false;

    *next_out = generation + 1;
    if (generation == grant->refresh_generation) {
        TRY(ctx->store->grant_rotate(ctx->store->self, grant->id, generation, ctx->now,
            oauth_refresh_end(ctx, grant), &rotated));
        if (rotated)
            return OK;
        TRY(ctx->store->grant_find(ctx->store->self, ctx->arena, grant->id, &grant));
        if (!grant || grant->revoked_at != 0) {
            *error_out = refuse("the grant ended meanwhile");
            return OK;
        }
    }
    return forgiven(ctx, grant, generation) ? OK : end_family(ctx, grant, error_out);
}

/* OpenID Connect Core, section 12.2: the new ID Token repeats no nonce of the old request. */
static const struct oauth_grant *without_nonce(
    struct oauth_context *ctx, const struct oauth_grant *grant)
{
    struct oauth_grant *copy = ARENA_NEW(ctx->arena, struct oauth_grant);

    *copy = *grant;
    copy->nonce = STR_NONE;
    return copy;
}

static result_t find(struct oauth_context *ctx, const struct oauth_grant_request *request,
    struct refresh_token *token_out, const struct oauth_grant **grant_out,
    struct oauth_error *error_out)
{
    str_t text = oauth_param(request->form, "refresh_token");

    if (!str_present(text)) {
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "refresh_token is missing");
        return OK;
    }
    if (!refresh_token_read(ctx, text, token_out)) {
        *error_out = refuse("no refresh token of ours");
        return OK;
    }
    TRY(ctx->store->grant_find(ctx->store->self, ctx->arena, token_out->grant_id, grant_out));
    *error_out = check(ctx, request->client, *grant_out, token_out->generation);
    return OK;
}

static result_t issue(struct oauth_context *ctx, const struct oauth_grant_request *request,
    struct oauth_token_response *response_out, struct oauth_error *error_out)
{
    struct refresh_token token;
    const struct oauth_grant *grant = NULL;
    const struct oauth_subject *subject = NULL;
    struct scope_catalogue catalogue;

    TRY(find(ctx, request, &token, &grant, error_out));
    if (oauth_failed(*error_out))
        return OK;
    TRY(oauth_grant_subject(ctx, grant, &subject));
    if (!subject) {
        *error_out = refuse("the person is disabled or gone");
        return OK;
    }

    struct grant_issue tokens = {.client = request->client, .subject = subject};
    struct audience_question question = {.catalogue = &catalogue, .resource = grant->resource};
    TRY(scope_catalogue_load(ctx, &catalogue));
    question.requested = oauth_param_all(ctx->arena, request->form, "resource");
    *error_out = narrow(request->form, grant, &question.scope);
    if (!oauth_failed(*error_out))
        *error_out = audience_choose(ctx, &question, &tokens.audience, &tokens.scope);
    if (!oauth_failed(*error_out))
        *error_out =
            token_style_choose(&catalogue, request->client, tokens.audience, &tokens.style);
    if (oauth_failed(*error_out))
        return OK;

    TRY(oauth_grant_recipient(ctx, request->client, grant, &tokens.recipient, error_out));
    if (oauth_failed(*error_out))
        return OK;
    TRY(rotate(ctx, grant, token.generation, &tokens.generation, error_out));
    if (oauth_failed(*error_out))
        return OK;
    tokens.grant = without_nonce(ctx, grant);
    oauth_audit_success(ctx, "token.refreshed", grant->user_id, grant->client_id);
    return oauth_grant_issue(ctx, &tokens, response_out);
}

const struct oauth_grant_handler grant_refresh_token = {GRANT_REFRESH_TOKEN, issue};
