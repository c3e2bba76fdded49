#include "account/setup.h"

#include "account/roles.h"
#include "authn/context.h"
#include "crypto/digest.h"

enum { TOKEN_BYTES = 32 };

result_t account_setup_link(
    struct account_context *ctx, bool recovery, str_t *url_out, enum account_refusal *refusal_out)
{
    bool any = false;
    str_t token = random_token(ctx->arena, ctx->random, TOKEN_BYTES);

    *url_out = STR_NONE;
    *refusal_out = ACCOUNT_SETUP_OVER;
    TRY(ctx->store->user_any(ctx->store->self, &any));
    if (any && !recovery)
        return OK;
    TRY(ctx->store->setup_link_add(ctx->store->self, digest_token(ctx->arena, token), ctx->now,
        ctx->now + ACCOUNT_SETUP_LINK_S));
    *url_out = arena_printf(
        ctx->arena, "%.*s/ui/setup?token=%.*s", STR_ARG(ctx->settings->issuer), STR_ARG(token));
    *refusal_out = ACCOUNT_DONE;
    account_audit(ctx, "setup.link_made", STR_NONE, STR_NONE);
    return OK;
}

result_t account_setup_open(struct account_context *ctx, str_t token, bool *open_out)
{
    *open_out = false;
    if (!authn_token_well_formed(token))
        return OK;
    return ctx->store->setup_link_valid(
        ctx->store->self, digest_token(ctx->arena, token), ctx->now, open_out);
}

result_t account_setup_finish(struct account_context *ctx, str_t token,
    const struct account_new_user *owner, const struct oauth_subject **user_out,
    enum account_refusal *refusal_out)
{
    struct account_new_user user = *owner;
    bool open = false;

    *user_out = NULL;
    *refusal_out = ACCOUNT_SETUP_LINK_INVALID;
    TRY(account_setup_open(ctx, token, &open));
    if (!open)
        return OK;
    user.roles = STR(ACCOUNT_ROLE_OWNER);
    user.email_verified = true; /* who holds the operator's link answers for the address */
    TRY(account_new_user_add(ctx, &user, digest_token(ctx->arena, token), user_out, refusal_out));
    if (*refusal_out == ACCOUNT_DONE)
        account_audit(ctx, "setup.finished", (*user_out)->id, STR_NONE);
    return OK;
}
