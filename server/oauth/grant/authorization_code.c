/* Authorization code (RFC 6749, section 4.1.3; RFC 7636, section 4.6). */
#include "crypto/digest.h"
#include "oauth/audience.h"
#include "oauth/grant/grants.h"
#include "oauth/params.h"
#include "oauth/pkce.h"
#include "oauth/registry.h"

static struct oauth_error refuse(const char *detail)
{
    return (struct oauth_error){OAUTH_INVALID_GRANT,
        "the code is unknown, expired, spent, or not for this request", detail};
}

/* RFC 6749, section 4.1.3: the code was given to this client, at this address. */
static struct oauth_error check_bearer(
    const struct oauth_grant_request *request, const struct oauth_grant *grant)
{
    str_t redirect_uri = oauth_param(request->form, "redirect_uri");

    if (!grant)
        return refuse("unknown code");
    if (!str_eq(grant->client_id, request->client->id))
        return refuse("the code of another client");
    if (grant->redirect_uri.len > 0 && !str_eq(grant->redirect_uri, redirect_uri))
        return refuse("another redirect_uri");
    if (grant->redirect_uri.len == 0 && str_present(redirect_uri))
        return refuse("a redirect_uri that the authorization request did not have");
    return OAUTH_NONE;
}

/* RFC 9700, section 4.8.2: a verifier without a challenge is as suspicious as the reverse. */
static struct oauth_error check_verifier(struct oauth_context *ctx,
    const struct oauth_grant_request *request, const struct oauth_grant *grant)
{
    str_t verifier = oauth_param(request->form, "code_verifier");

    if (!str_present(grant->code_challenge))
        return str_present(verifier) ? refuse("a verifier without a challenge") : OAUTH_NONE;
    if (!str_present(verifier))
        return refuse("the verifier is missing");
    if (!pkce_verify(ctx->arena, verifier, grant->code_challenge))
        return refuse("wrong verifier");
    return OAUTH_NONE;
}

/* RFC 6749, section 4.1.2: who holds everything and comes a second time ends what the first got,
 * since one of the two is a thief. */
static result_t end_reused(
    struct oauth_context *ctx, const struct oauth_grant *grant, struct oauth_error *error_out)
{
    *error_out = refuse("a spent code");
    oauth_audit_failure(ctx, "code.reused", grant->client_id, "a spent code came again");
    return ctx->store->grant_revoke(ctx->store->self, grant->id, ctx->now);
}

static result_t check(struct oauth_context *ctx, const struct oauth_grant_request *request,
    const struct oauth_grant *grant, struct oauth_error *error_out)
{
    *error_out = check_bearer(request, grant);
    if (!oauth_failed(*error_out))
        *error_out = check_verifier(ctx, request, grant);
    if (oauth_failed(*error_out))
        return OK;
    if (grant->code_used_at != 0)
        return end_reused(ctx, grant, error_out);
    if (grant->code_expires_at <= ctx->now || grant->revoked_at != 0)
        *error_out = refuse("an expired code");
    return OK;
}

/* One conditional statement: of many that come at once, one wins. */
static result_t spend(struct oauth_context *ctx, const struct oauth_client *client,
    const struct oauth_grant *grant, struct oauth_error *error_out)
{
    bool refreshes = oauth_client_may(client, GRANT_REFRESH_TOKEN);
    bool spent = false;

    TRY(ctx->store->grant_spend_code(ctx->store->self, grant->code_digest, ctx->now,
        refreshes ? oauth_refresh_end(ctx, grant) : 0, &spent));
    return spent ? OK : end_reused(ctx, grant, error_out);
}

static result_t issue(struct oauth_context *ctx, const struct oauth_grant_request *request,
    struct oauth_token_response *response_out, struct oauth_error *error_out)
{
    str_t code = oauth_param(request->form, "code");
    const struct oauth_grant *grant = NULL;
    const struct oauth_subject *subject = NULL;
    struct scope_catalogue catalogue;

    if (!str_present(code)) {
        *error_out = oauth_refuse(OAUTH_INVALID_REQUEST, "code is missing");
        return OK;
    }
    TRY(ctx->store->grant_find_by_code(
        ctx->store->self, ctx->arena, digest_token(ctx->arena, code), &grant));
    TRY(check(ctx, request, grant, error_out));
    if (oauth_failed(*error_out))
        return OK;
    TRY(oauth_grant_subject(ctx, grant, &subject));
    if (!subject) {
        *error_out = refuse("the person is disabled or gone");
        return OK;
    }

    struct grant_issue tokens = {.client = request->client, .grant = grant, .subject = subject};
    TRY(scope_catalogue_load(ctx, &catalogue));
    struct audience_question question = {&catalogue, grant->scope, grant->resource,
        oauth_param_all(ctx->arena, request->form, "resource")};
    *error_out = audience_choose(ctx, &question, &tokens.audience, &tokens.scope);
    if (!oauth_failed(*error_out))
        *error_out =
            token_style_choose(&catalogue, request->client, tokens.audience, &tokens.style);
    if (oauth_failed(*error_out))
        return OK;

    TRY(oauth_grant_recipient(ctx, request->client, grant, &tokens.recipient, error_out));
    if (oauth_failed(*error_out))
        return OK;
    TRY(spend(ctx, request->client, grant, error_out));
    if (oauth_failed(*error_out))
        return OK;
    tokens.generation = oauth_client_may(request->client, GRANT_REFRESH_TOKEN) ? 1 : 0;
    oauth_audit_success(ctx, "code.exchanged", grant->user_id, grant->client_id);
    return oauth_grant_issue(ctx, &tokens, response_out);
}

const struct oauth_grant_handler grant_authorization_code = {GRANT_AUTHORIZATION_CODE, issue};
