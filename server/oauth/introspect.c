#include "oauth/introspect.h"

#include "base/json_read.h"
#include "oauth/access_token.h"
#include "oauth/audience.h"
#include "oauth/introspection_jwt.h"
#include "oauth/params.h"
#include "oauth/refresh_token.h"
#include "oauth/registry.h"

static result_t is_business_of(struct oauth_context *ctx, const struct oauth_client *caller,
    const struct access_token *token, bool *yes_out)
{
    struct scope_catalogue catalogue;

    *yes_out = str_eq(token->client_id, caller->id) || str_list_has(token->audience, caller->id);
    if (*yes_out || caller->type != CLIENT_RESOURCE)
        return OK;
    if (caller->scope.len == 0) {
        *yes_out = str_list_has(token->audience, ctx->settings->issuer);
        return OK;
    }
    TRY(scope_catalogue_load(ctx, &catalogue));
    *yes_out =
        scope_overlaps(token->audience, scope_audiences(ctx->arena, &catalogue, caller->scope));
    return OK;
}

static result_t put_person(
    struct oauth_context *ctx, const struct access_token *token, json_t *answer)
{
    const struct oauth_subject *subject = NULL;

    if (!str_present(token->grant_id))
        return OK;
    TRY(ctx->store->subject_find(ctx->store->self, ctx->arena, token->user_id, &subject));
    if (!subject)
        return OK;
    /* Who knows the person by a pairwise subject is not told their address unasked. */
    if (str_eq(token->subject, subject->id) || str_list_has(token->scope, STR("email")))
        json_put_str(answer, "username", subject->email);
    if (str_list_has(token->scope, STR("email"))) {
        json_put_str(answer, "email", subject->email);
        json_object_set_new(answer, "email_verified", json_boolean(subject->email_verified));
    }
    if (str_list_has(token->scope, STR("roles")))
        json_object_set_new(answer, "roles", json_words(subject->roles));
    if (str_list_has(token->scope, STR("groups")))
        json_object_set_new(answer, "groups", json_words(subject->groups));
    return OK;
}

static result_t describe_access(
    struct oauth_context *ctx, const struct access_token *token, json_t *answer)
{
    json_object_set_new(answer, "active", json_true());
    json_put_str(answer, "iss", ctx->settings->issuer);
    json_put_str(answer, "sub", token->subject);
    audience_put(answer, token->audience);
    json_put_str(answer, "client_id", token->client_id);
    if (token->scope.len > 0)
        json_put_str(answer, "scope", token->scope);
    json_put_str(answer, "token_type", STR("Bearer"));
    json_put_int(answer, "iat", token->issued_at);
    json_put_int(answer, "exp", token->expires_at);
    json_put_str(answer, "jti", token->jti);
    return put_person(ctx, token, answer);
}

/* Only to the client that holds it: a resource server never sees a refresh token. */
static result_t describe_refresh(struct oauth_context *ctx, const struct oauth_client *caller,
    const struct refresh_token *token, json_t *answer)
{
    const struct oauth_grant *grant = NULL;
    struct oauth_standing standing = {0};

    TRY(ctx->store->grant_find(ctx->store->self, ctx->arena, token->grant_id, &grant));
    if (!grant || !str_eq(grant->client_id, caller->id) ||
        token->generation != grant->refresh_generation || grant->refresh_expires_at <= ctx->now)
        return OK;
    TRY(ctx->store->token_standing(
        ctx->store->self, ctx->arena, grant->id, STR_NONE, ctx->now, &standing));
    if (!standing.grant_alive)
        return OK;
    json_object_set_new(answer, "active", json_true());
    json_put_str(answer, "iss", ctx->settings->issuer);
    json_put_str(answer, "sub", grant->subject);
    json_put_str(answer, "client_id", grant->client_id);
    json_put_str(answer, "scope", grant->scope);
    json_put_int(answer, "iat", grant->refresh_rotated_at);
    json_put_int(answer, "exp", grant->refresh_expires_at);
    return OK;
}

static result_t describe(
    struct oauth_context *ctx, const struct oauth_client *caller, str_t text, json_t *answer)
{
    struct refresh_token refresh;
    const struct access_token *token = NULL;
    bool business = false;

    if (refresh_token_read(ctx, text, &refresh))
        return describe_refresh(ctx, caller, &refresh, answer);
    TRY(access_token_resolve(ctx, text, &token));
    if (!token)
        return OK;
    TRY(is_business_of(ctx, caller, token, &business));
    if (!business) {
        oauth_audit_failure(ctx, "introspection.refused", caller->id, "a token for others");
        return OK;
    }
    return describe_access(ctx, token, answer);
}

static struct oauth_error check(const struct oauth_presented *presented, bool as_jwt)
{
    if (oauth_params_repeated(presented->form))
        return oauth_refuse(OAUTH_INVALID_REQUEST, "a parameter is repeated");
    return as_jwt ? introspection_jwt_check(presented) : OAUTH_NONE;
}

/* Whoever registered for encryption gets nothing in the clear, not even by its own mistake. */
static struct oauth_error check_caller(
    const struct oauth_presented *presented, const struct oauth_client *caller, bool as_jwt)
{
    if (caller->introspection.encryption_alg && !as_jwt)
        return oauth_refuse(OAUTH_INVALID_REQUEST,
            "this client's answers are encrypted: ask with Accept: "
            "application/token-introspection+jwt");
    if (!str_present(oauth_param(presented->form, "token")))
        return oauth_refuse(OAUTH_INVALID_REQUEST, "token is missing");
    return OAUTH_NONE;
}

result_t oauth_introspect(struct oauth_context *ctx, const struct oauth_presented *presented,
    bool as_jwt, struct oauth_answer *answer_out, struct oauth_error *error_out)
{
    const struct oauth_client *caller;

    *answer_out = (struct oauth_answer){0};
    *error_out = check(presented, as_jwt);
    if (oauth_failed(*error_out))
        return OK;
    TRY(oauth_authenticate_confidential_client(ctx, presented, &caller, error_out));
    if (!oauth_failed(*error_out))
        *error_out = check_caller(presented, caller, as_jwt);
    if (oauth_failed(*error_out))
        return OK;

    json_auto_t *answer = json_object();
    json_object_set_new(answer, "active", json_false());
    TRY(describe(ctx, caller, oauth_param(presented->form, "token"), answer));
    if (as_jwt)
        return introspection_jwt_write(ctx, caller, answer, &answer_out->token, error_out);
    answer_out->document = json_incref(answer);
    return OK;
}
