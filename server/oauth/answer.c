#include "oauth/answer.h"

#include "base/json_read.h"
#include "oauth/client_keys.h"

#include <assert.h>

/* With the keys that are at hand, or, `again`, with those that the client has now. *why_out is the
 * reason when there are no keys at all. */
static result_t choose(struct oauth_context *ctx, const struct oauth_client *client,
    const struct oauth_answer_form *form, bool again, const struct oauth_recipient **recipient_out,
    const char **why_out)
{
    str_t jwks;

    *recipient_out = NULL;
    TRY(oauth_client_keys(ctx, client, again, &jwks, why_out));
    if (str_present(jwks))
        *recipient_out = ctx->encrypter->recipient(
            ctx->encrypter->self, ctx->arena, jwks, form->encryption_alg, form->encryption_enc);
    return OK;
}

static struct oauth_error refuse(
    struct oauth_context *ctx, const struct oauth_client *client, const char *why)
{
    struct oauth_error error = oauth_refuse(OAUTH_SERVER_ERROR,
        "the answer is to be encrypted, and none of the client's keys is for it");

    if (why)
        error = oauth_refuse(OAUTH_TEMPORARILY_UNAVAILABLE,
            "the answer is to be encrypted, and the client's keys cannot be had");
    error.detail = why ? why : "no key of the client fits its encryption algorithm";
    oauth_audit_failure(ctx, "encryption.impossible", client->id, error.detail);
    return error;
}

result_t oauth_answer_recipient(struct oauth_context *ctx, const struct oauth_client *client,
    const struct oauth_answer_form *form, const struct oauth_recipient **recipient_out,
    struct oauth_error *error_out)
{
    const char *why = NULL;

    *recipient_out = NULL;
    *error_out = OAUTH_NONE;
    if (!form->encryption_alg)
        return OK;
    TRY(choose(ctx, client, form, false, recipient_out, &why));
    /* The client may have changed its keys since they were fetched (OpenID Connect Core, 10.2.1).
     */
    if (!*recipient_out && !why)
        TRY(choose(ctx, client, form, true, recipient_out, &why));
    if (!*recipient_out)
        *error_out = refuse(ctx, client, why);
    return OK;
}

result_t oauth_answer_secure(struct oauth_context *ctx, const struct oauth_answer_form *form,
    const struct oauth_recipient *recipient, const char *typ, const json_t *claims,
    str_t *token_out)
{
    const struct oauth_encrypter *encrypter = ctx->encrypter;

    assert((form->encryption_alg != NULL) == (recipient != NULL));
    *token_out = json_write(ctx->arena, claims);
    if (form->signing_alg)
        TRY(ctx->signer->sign(
            ctx->signer->self, ctx->arena, form->signing_alg, typ, *token_out, token_out));
    if (!recipient)
        return OK;
    return encrypter->encrypt(encrypter->self, ctx->arena, recipient,
        form->signing_alg ? "JWT" : NULL, *token_out, token_out);
}
