#include "account/resources.h"

#include "oauth/token_style.h"

static struct account_resource *find(struct account_resource *resources, size_t n, str_t audience)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(resources[i].audience, audience))
            return &resources[i];
    }
    return NULL;
}

static result_t list(
    struct account_context *ctx, struct account_resource **resources_out, size_t *n_out)
{
    const struct oauth_scope_record *scopes;
    size_t n_scopes;

    TRY(ctx->store->scope_list(ctx->store->self, ctx->arena, &scopes, &n_scopes));
    *resources_out = ARENA_ARRAY(ctx->arena, struct account_resource, n_scopes);
    *n_out = 0;
    for (size_t i = 0; i < n_scopes; i++) {
        if (find(*resources_out, *n_out, scopes[i].audience) == NULL)
            (*resources_out)[(*n_out)++] =
                (struct account_resource){scopes[i].audience, scopes[i].token};
    }
    return OK;
}

result_t account_resource_list(
    struct account_context *ctx, const struct account_resource **resources_out, size_t *n_out)
{
    struct account_resource *resources;

    TRY(list(ctx, &resources, n_out));
    *resources_out = resources;
    return OK;
}

static bool is_default(str_t value)
{
    return str_eq(value, STR("default"));
}

static bool is_settable(str_t value, bool known)
{
    return !str_present(value) || is_default(value) || known;
}

static enum account_refusal judge(const struct oauth_token_wishes *wishes)
{
    enum oauth_token_format format;

    if (!is_settable(wishes->typ, token_typ_find(wishes->typ) != NULL))
        return ACCOUNT_TOKEN_TYP_INVALID;
    if (!is_settable(wishes->format, token_format_find(wishes->format, &format)))
        return ACCOUNT_TOKEN_FORMAT_INVALID;
    if (!is_settable(wishes->alg, oauth_signing_alg_find(wishes->alg) != NULL))
        return ACCOUNT_TOKEN_ALG_INVALID;
    return ACCOUNT_DONE;
}

static str_t changed(str_t before, str_t change)
{
    if (!str_present(change))
        return before;
    return is_default(change) ? STR_NONE : change;
}

result_t account_resource_update(struct account_context *ctx,
    const struct account_resource *changes, struct account_resource *resource_out,
    enum account_refusal *refusal_out)
{
    const struct oauth_token_wishes *wishes = &changes->token;
    struct account_resource *resources;
    size_t n;
    bool found = false;

    *refusal_out = judge(wishes);
    if (*refusal_out != ACCOUNT_DONE)
        return OK;
    *refusal_out = ACCOUNT_RESOURCE_UNKNOWN;
    TRY(list(ctx, &resources, &n));
    struct account_resource *resource = find(resources, n, changes->audience);
    if (resource == NULL)
        return OK;
    resource->token = (struct oauth_token_wishes){
        .typ = changed(resource->token.typ, wishes->typ),
        .format = changed(resource->token.format, wishes->format),
        .alg = changed(resource->token.alg, wishes->alg),
    };
    TRY(ctx->store->resource_save(ctx->store->self, resource, &found));
    if (!found)
        return OK;
    *refusal_out = ACCOUNT_DONE;
    *resource_out = *resource;
    account_audit(ctx, "resource.updated", STR_NONE, STR_NONE);
    return OK;
}
