#include "oauth/stored_request.h"

#include "crypto/digest.h"

enum { REFERENCE_BYTES = 32 };

result_t stored_request_keep(struct oauth_context *ctx, str_t request, str_t *reference_out)
{
    *reference_out = random_token(ctx->arena, ctx->random, REFERENCE_BYTES);
    return ctx->store->request_add(ctx->store->self, digest_token(ctx->arena, *reference_out),
        request, ctx->now + STORED_REQUEST_S);
}

result_t stored_request_find(struct oauth_context *ctx, str_t reference, str_t *request_out)
{
    return ctx->store->request_find(
        ctx->store->self, ctx->arena, digest_token(ctx->arena, reference), ctx->now, request_out);
}
