#include "oidc/userinfo.h"

#include "base/json_read.h"
#include "oauth/access_token.h"
#include "oauth/registry.h"
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

/* OpenID Connect Core, section 5.3.2: signed claims say by whom and for whom, encrypted ones need
 * not. No typ: the token is no ID Token, and must never pass for one. */
static result_t secure(struct oauth_context *ctx, const struct oauth_client *client, json_t *claims,
    struct oauth_answer *answer_out, struct oauth_error *error_out)
{
    const struct oauth_answer_form *form = &client->userinfo;
    const struct oauth_recipient *recipient;

    if (!form->signing_alg && !form->encryption_alg) {
        answer_out->document = json_incref(claims);
        return OK;
    }
    if (form->signing_alg) {
        json_put_str(claims, "iss", ctx->settings->issuer);
        json_put_str(claims, "aud", client->id);
    }
    TRY(oauth_answer_recipient(ctx, client, form, &recipient, error_out));
    if (oauth_failed(*error_out))
        return OK;
    return oauth_answer_secure(ctx, form, recipient, NULL, claims, &answer_out->token);
}

result_t oidc_userinfo(struct oauth_context *ctx, str_t access_token,
    struct oauth_answer *answer_out, struct oauth_error *error_out)
{
    const struct access_token *token = NULL;
    const struct oauth_subject *subject = NULL;
    const struct oauth_client *client = NULL;

    *answer_out = (struct oauth_answer){0};
    *error_out = OAUTH_NONE;
    TRY(find_subject(ctx, access_token, &token, &subject, error_out));
    if (oauth_failed(*error_out))
        return OK;
    TRY(oauth_client_find(ctx, token->client_id, &client));
    if (!client)
        return result_fail(RESULT_FAILED, "the client of a token that stands is gone");

    json_auto_t *claims = json_object();
    json_put_str(claims, "sub", token->subject);
    claims_put(claims, subject, token->scope);
    requested_claims_put(claims, subject, token->claims, CLAIMS_USERINFO);
    return secure(ctx, client, claims, answer_out, error_out);
}
