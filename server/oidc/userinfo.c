#include "oidc/userinfo.h"

#include "base/json_read.h"
#include "oauth/access_token.h"
#include "oidc/claims.h"
#include "oidc/requested_claims.h"

static result_t find_subject(struct oauth_context *ctx, str_t access_token,
    const struct access_token **token_out, const struct oauth_subject **subject_out,
    struct oauth_error *error_out)
{
    TRY(access_token_resolve(ctx, access_token, token_out));
    if (!*token_out) {
        *error_out = oauth_refuse(OAUTH_INVALID_TOKEN, "the access token is unknown or dead");
        return OK;
    }
    if (!str_list_has((*token_out)->scope, STR("openid")) || !str_present((*token_out)->grant_id)) {
        *error_out = oauth_refuse(OAUTH_INSUFFICIENT_SCOPE, "the scope openid is required");
        return OK;
    }
    TRY(ctx->store->subject_find(ctx->store->self, ctx->arena, (*token_out)->user_id, subject_out));
    if (!*subject_out || !(*subject_out)->enabled)
        *error_out = oauth_refuse(OAUTH_INVALID_TOKEN, "the access token is unknown or dead");
    return OK;
}

result_t oidc_userinfo(struct oauth_context *ctx, str_t access_token, json_t **claims_out,
    struct oauth_error *error_out)
{
    const struct access_token *token = NULL;
    const struct oauth_subject *subject = NULL;

    *claims_out = NULL;
    *error_out = OAUTH_NONE;
    TRY(find_subject(ctx, access_token, &token, &subject, error_out));
    if (oauth_failed(*error_out))
        return OK;
    *claims_out = json_object();
    json_put_str(*claims_out, "sub", subject->id);
    claims_put(*claims_out, subject, token->scope);
    requested_claims_put(*claims_out, subject, token->claims, CLAIMS_USERINFO);
    return OK;
}
