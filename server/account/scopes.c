#include "account/scopes.h"

#include "base/uri.h"
#include "oauth/scope.h"

result_t account_scope_list(
    struct account_context *ctx, const struct oauth_scope_record **scopes_out, size_t *n_out)
{
    return ctx->store->scope_list(ctx->store->self, ctx->arena, scopes_out, n_out);
}

/* RFC 8707, section 2: an absolute URI without a fragment. */
static bool audience_valid(str_t audience)
{
    struct uri uri;

    return audience.len <= ACCOUNT_AUDIENCE_MAX && uri_parse(audience, &uri) &&
           !str_present(uri.fragment);
}

static bool description_valid(str_t description)
{
    return description.len <= ACCOUNT_DESCRIPTION_MAX &&
           (description.len == 0 || str_is_clean_utf8(description));
}

static enum account_refusal judge(const struct oauth_scope_record *scope)
{
    if (scope->name.len > ACCOUNT_SCOPE_NAME_MAX || !scope_word_valid(scope->name))
        return ACCOUNT_SCOPE_NAME_INVALID;
    if (scope_is_standard(scope->name))
        return ACCOUNT_SCOPE_STANDARD;
    if (!audience_valid(scope->audience))
        return ACCOUNT_AUDIENCE_INVALID;
    return description_valid(scope->description) ? ACCOUNT_DONE : ACCOUNT_DESCRIPTION_INVALID;
}

result_t account_scope_add(struct account_context *ctx, const struct oauth_scope_record *scope,
    enum account_refusal *refusal_out)
{
    struct oauth_scope_record kept = *scope;

    *refusal_out = judge(scope);
    if (*refusal_out != ACCOUNT_DONE)
        return OK;
    if (!str_present(kept.description))
        kept.description = STR("");
    result_t added = ctx->store->scope_add(ctx->store->self, &kept);
    if (added.code == RESULT_CONFLICT) {
        *refusal_out = ACCOUNT_SCOPE_EXISTS;
        return OK;
    }
    TRY(added);
    account_audit(ctx, "scope.added", STR_NONE, STR_NONE);
    return OK;
}

result_t account_scope_delete(
    struct account_context *ctx, str_t name, enum account_refusal *refusal_out)
{
    bool found = false;

    *refusal_out = ACCOUNT_SCOPE_STANDARD;
    if (scope_is_standard(name))
        return OK;
    TRY(ctx->store->scope_delete(ctx->store->self, name, &found));
    *refusal_out = found ? ACCOUNT_DONE : ACCOUNT_SCOPE_UNKNOWN;
    if (found)
        account_audit(ctx, "scope.deleted", STR_NONE, STR_NONE);
    return OK;
}
