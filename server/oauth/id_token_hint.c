#include "oauth/id_token_hint.h"

#include "base/json_read.h"

static const char *const id_token_typs[] = {"JWT", NULL};

result_t id_token_hint_read(struct oauth_context *ctx, str_t text, json_t **claims_out)
{
    json_auto_t *claims = NULL;

    *claims_out = NULL;
    TRY(ctx->signer->verify(ctx->signer->self, ctx->arena, text, id_token_typs, &claims));
    if (claims && str_eq(json_read_str(claims, "iss"), ctx->settings->issuer))
        *claims_out = json_incref(claims);
    return OK;
}
