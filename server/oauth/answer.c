#include "oauth/answer.h"

#include "base/json_read.h"

result_t oauth_answer_secure(struct oauth_context *ctx, const struct oauth_answer_form *form,
    const char *typ, const json_t *claims, str_t *token_out)
{
    return ctx->signer->sign(ctx->signer->self, ctx->arena, form->signing_alg, typ,
        json_write(ctx->arena, claims), token_out);
}
