#include "account/roles.h"

static bool name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
           c == ':';
}

bool account_role_name_valid(str_t name)
{
    if (name.len == 0 || name.len > ACCOUNT_ROLE_NAME_MAX || name.ptr[0] < 'a' || name.ptr[0] > 'z')
        return false;
    for (size_t i = 0; i < name.len; i++) {
        if (!name_character(name.ptr[i]))
            return false;
    }
    return true;
}

result_t account_role_list(struct account_context *ctx, str_t **names_out, size_t *n_out)
{
    return ctx->store->role_list(ctx->store->self, ctx->arena, names_out, n_out);
}

result_t account_role_add(
    struct account_context *ctx, str_t name, enum account_refusal *refusal_out)
{
    *refusal_out = ACCOUNT_ROLE_NAME_INVALID;
    if (!account_role_name_valid(name))
        return OK;
    result_t added = ctx->store->role_add(ctx->store->self, name);
    *refusal_out = ACCOUNT_ROLE_EXISTS;
    if (added.code == RESULT_CONFLICT)
        return OK;
    TRY(added);
    *refusal_out = ACCOUNT_DONE;
    account_audit(ctx, "role.added", STR_NONE, STR_NONE);
    return OK;
}

result_t account_role_delete(
    struct account_context *ctx, str_t name, enum account_refusal *refusal_out)
{
    bool built_in = false, found = false;

    TRY(ctx->store->role_delete(ctx->store->self, name, &built_in, &found));
    if (built_in)
        *refusal_out = ACCOUNT_ROLE_BUILT_IN;
    else
        *refusal_out = found ? ACCOUNT_DONE : ACCOUNT_ROLE_UNKNOWN;
    if (*refusal_out == ACCOUNT_DONE)
        account_audit(ctx, "role.deleted", STR_NONE, STR_NONE);
    return OK;
}

result_t account_roles_known(struct account_context *ctx, str_t roles, bool *known_out)
{
    str_t *names = NULL;
    size_t n = 0;
    str_t word;

    *known_out = true;
    if (roles.len == 0)
        return OK;
    TRY(account_role_list(ctx, &names, &n));
    while (str_next(&roles, ' ', &word)) {
        if (!str_array_has((str_array_t){names, n}, word))
            *known_out = false;
    }
    return OK;
}
