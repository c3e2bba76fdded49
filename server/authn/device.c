#include "authn/device.h"

#include "crypto/digest.h"

enum { SECRET_BYTES = 32 };

str_t authn_device_digest(struct authn_context *ctx, str_t secret)
{
    return authn_token_well_formed(secret) ? digest_token(ctx->arena, secret) : STR_NONE;
}

result_t authn_device_known(struct authn_context *ctx, str_t user_id, str_t digest, bool *known_out)
{
    *known_out = false;
    if (!str_present(digest))
        return OK;
    /* Nobody has the empty id: an unknown person costs the same query. */
    str_t id = str_present(user_id) ? user_id : STR("");
    return ctx->store->device_known(ctx->store->self, id, digest, ctx->now, known_out);
}

result_t authn_device_remember(
    struct authn_context *ctx, str_t user_id, str_t secret, str_t *secret_out)
{
    if (!authn_token_well_formed(secret))
        secret = random_token(ctx->arena, ctx->random, SECRET_BYTES);
    *secret_out = secret;
    return ctx->store->device_remember(
        ctx->store->self, user_id, digest_token(ctx->arena, secret), ctx->now);
}
