#include "authn/form_token.h"

#include "base/base64url.h"
#include "base/buf.h"
#include "crypto/digest.h"

enum { BROWSER_SECRET_BYTES = 32, MESSAGE_MAX = 4096 };

str_t authn_browser_secret(struct authn_context *ctx)
{
    return random_token(ctx->arena, ctx->random, BROWSER_SECRET_BYTES);
}

str_t authn_form_token(
    struct authn_context *ctx, const char *purpose, str_t subject, str_t browser_secret)
{
    uint8_t mac[DIGEST_SHA256_BYTES];
    buf_t message = buf_new(ctx->arena, MESSAGE_MAX);

    /* Lengths first: no two triples give one message. */
    buf_printf(&message, "%s %zu %zu ", purpose, subject.len, browser_secret.len);
    buf_put(&message, subject);
    buf_put(&message, browser_secret);
    digest_hmac_sha256(ctx->settings->form_key, AUTHN_FORM_KEY_BYTES, buf_str(&message), mac);
    return base64url_encode(ctx->arena, mac, sizeof mac);
}

bool authn_form_token_matches(struct authn_context *ctx, const char *purpose, str_t subject,
    str_t browser_secret, str_t token)
{
    if (!authn_token_well_formed(browser_secret) || !authn_token_well_formed(token))
        return false;
    return digest_equal(token, authn_form_token(ctx, purpose, subject, browser_secret));
}
