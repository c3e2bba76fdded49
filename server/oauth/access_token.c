#include "oauth/access_token.h"

#include "base/json_read.h"
#include "crypto/digest.h"
#include "oauth/audience.h"
#include "oauth/registry.h"

#include <string.h>

enum { JTI_BYTES = 16, OPAQUE_BYTES = 32 };

/* RFC 9068, section 2.1. A token that must bear the typ of an ID Token says what it is by a claim
 * of our own, which no ID Token has (RFC 8725, section 3.11). */
static const char *const own_typs[] = {"at+jwt", NULL}, *const shared_typs[] = {"JWT", NULL};

/* RFC 9068, section 2.2.3.1: authorization attributes, when their scopes were granted. */
static void put_person(json_t *claims, const struct access_token_order *order)
{
    json_put_int(claims, "auth_time", order->grant->auth_time);
    json_put_str(claims, "acr", order->grant->acr);
    json_object_set_new(claims, "amr", json_words(order->grant->amr));
    if (str_list_has(order->scope, STR("roles")))
        json_object_set_new(claims, "roles", json_words(order->subject->roles));
    if (str_list_has(order->scope, STR("groups")))
        json_object_set_new(claims, "groups", json_words(order->subject->groups));
    /* Ours: introspection and userinfo read the grant, so that its end is seen at once. */
    json_put_str(claims, "grant_id", order->grant->id);
}

static str_t subject_of(const struct access_token_order *order)
{
    return order->grant ? order->grant->subject : order->client->id;
}

/* RFC 9068, section 2.2. */
static result_t issue_jwt(
    struct oauth_context *ctx, const struct access_token_order *order, str_t *token_out)
{
    json_auto_t *claims = json_object();

    json_put_str(claims, "iss", ctx->settings->issuer);
    json_put_str(claims, "sub", subject_of(order));
    audience_put(claims, order->audience);
    json_put_str(claims, "client_id", order->client->id);
    json_put_int(claims, "iat", ctx->now);
    json_put_int(claims, "exp", ctx->now + ctx->settings->access_lifetime_s);
    json_put_str(claims, "jti", random_token(ctx->arena, ctx->random, JTI_BYTES));
    if (order->scope.len > 0)
        json_put_str(claims, "scope", order->scope);
    if (order->grant)
        put_person(claims, order);
    if (strcmp(order->style.typ, shared_typs[0]) == 0)
        json_put_str(claims, TOKEN_USE, STR("access"));
    return ctx->signer->sign(ctx->signer->self, ctx->arena, order->style.alg, order->style.typ,
        json_write(ctx->arena, claims), token_out);
}

static result_t issue_opaque(
    struct oauth_context *ctx, const struct access_token_order *order, str_t *token_out)
{
    *token_out = random_token(ctx->arena, ctx->random, OPAQUE_BYTES);
    struct oauth_access_record record = {
        .digest = digest_token(ctx->arena, *token_out),
        .client_id = order->client->id,
        .grant_id = order->grant ? order->grant->id : STR_NONE,
        .subject = subject_of(order),
        .scope = order->scope,
        .audience = order->audience,
        .auth_time = order->grant ? order->grant->auth_time : 0,
        .issued_at = ctx->now,
        .expires_at = ctx->now + ctx->settings->access_lifetime_s,
    };
    return ctx->store->access_add(ctx->store->self, &record);
}

result_t access_token_issue(
    struct oauth_context *ctx, const struct access_token_order *order, str_t *token_out)
{
    switch (order->style.format) {
    case TOKEN_JWT:
        return issue_jwt(ctx, order, token_out);
    case TOKEN_OPAQUE:
        return issue_opaque(ctx, order, token_out);
    }
    return result_fail(RESULT_FAILED, "unknown access token format");
}

static str_t read_audience(arena_t *arena, const json_t *claims)
{
    const json_t *list = json_read_str_array(claims, "aud");
    str_t audience = json_read_str(claims, "aud");

    if (str_present(audience))
        return arena_str(arena, audience);
    audience = STR("");
    for (size_t i = 0; i < json_array_size(list); i++)
        audience = scope_union(arena, audience, json_array_str(list, i));
    return audience;
}

/* Its claims, if it is an access token of ours of either typ; own. */
static result_t verify(struct oauth_context *ctx, str_t text, json_t **claims_out)
{
    const struct oauth_signer *signer = ctx->signer;

    TRY(signer->verify(signer->self, ctx->arena, text, own_typs, claims_out));
    if (*claims_out)
        return OK;
    TRY(signer->verify(signer->self, ctx->arena, text, shared_typs, claims_out));
    if (*claims_out && !str_eq(json_read_str(*claims_out, TOKEN_USE), STR("access"))) {
        json_decref(*claims_out);
        *claims_out = NULL;
    }
    return OK;
}

static result_t read_jwt(struct oauth_context *ctx, str_t text, struct access_token **token_out)
{
    json_auto_t *claims = NULL;
    struct access_token *token = ARENA_NEW(ctx->arena, struct access_token);

    *token_out = NULL;
    TRY(verify(ctx, text, &claims));
    if (!claims || !str_eq(json_read_str(claims, "iss"), ctx->settings->issuer) ||
        !json_read_int(claims, "exp", &token->expires_at) ||
        !json_read_int(claims, "iat", &token->issued_at))
        return OK;

    str_t scope = json_read_str(claims, "scope");
    token->client_id = arena_str(ctx->arena, json_read_str(claims, "client_id"));
    token->grant_id = arena_str(ctx->arena, json_read_str(claims, "grant_id"));
    token->subject = arena_str(ctx->arena, json_read_str(claims, "sub"));
    token->scope = str_present(scope) ? arena_str(ctx->arena, scope) : STR("");
    token->audience = read_audience(ctx->arena, claims);
    token->jti = arena_str(ctx->arena, json_read_str(claims, "jti"));
    *token_out = token;
    return OK;
}

static result_t read_opaque(struct oauth_context *ctx, str_t text, struct access_token **token_out)
{
    const struct oauth_access_record *record = NULL;

    *token_out = NULL;
    TRY(ctx->store->access_find(
        ctx->store->self, ctx->arena, digest_token(ctx->arena, text), &record));
    if (!record)
        return OK;

    struct access_token *token = ARENA_NEW(ctx->arena, struct access_token);
    *token = (struct access_token){
        .client_id = record->client_id,
        .grant_id = record->grant_id,
        .subject = record->subject,
        .scope = record->scope,
        .audience = record->audience,
        .digest = record->digest,
        .issued_at = record->issued_at,
        .expires_at = record->expires_at,
    };
    *token_out = token;
    return OK;
}

/* A person's token stands with its grant, and says what that says; a client's own with the client.
 */
static result_t stands(struct oauth_context *ctx, struct access_token *token, bool *stands_out)
{
    struct oauth_standing standing = {0};
    const struct oauth_client *client = NULL;

    *stands_out = false;
    TRY(oauth_client_find(ctx, token->client_id, &client));
    if (!client || !client->enabled)
        return OK;
    TRY(ctx->store->token_standing(
        ctx->store->self, ctx->arena, token->grant_id, token->jti, ctx->now, &standing));
    token->user_id = standing.user_id;
    token->claims = standing.claims;
    *stands_out =
        !standing.token_revoked && (!str_present(token->grant_id) || standing.grant_alive);
    return OK;
}

result_t access_token_resolve(
    struct oauth_context *ctx, str_t text, const struct access_token **token_out)
{
    struct access_token *token = NULL;
    bool standing = false;

    *token_out = NULL;
    if (str_contains_char(text, '.'))
        TRY(read_jwt(ctx, text, &token));
    else
        TRY(read_opaque(ctx, text, &token));
    if (!token || token->expires_at <= ctx->now)
        return OK;
    TRY(stands(ctx, token, &standing));
    if (standing)
        *token_out = token;
    return OK;
}

result_t access_token_revoke(struct oauth_context *ctx, const struct access_token *token)
{
    if (str_present(token->digest))
        return ctx->store->access_remove(ctx->store->self, token->digest);
    return ctx->store->token_revoke(ctx->store->self, token->jti, token->expires_at);
}
