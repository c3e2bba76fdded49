#include "http/form_guard.h"

#include "authn/form_token.h"
#include "http/cookies.h"

str_t form_guard_secret(struct http_exchange *x, struct authn_context *ctx)
{
    str_t secret = http_cookie(x, "browser");

    if (!authn_token_well_formed(secret)) {
        secret = authn_browser_secret(ctx);
        http_cookie_set(x, "browser", secret, 0);
    }
    return secret;
}

str_t form_guard_token(
    struct http_exchange *x, struct authn_context *ctx, const char *purpose, str_t subject)
{
    return authn_form_token(ctx, purpose, subject, form_guard_secret(x, ctx));
}

bool form_guard_passes(struct http_exchange *x, struct authn_context *ctx, const char *purpose,
    str_t subject, const struct form *posted)
{
    return authn_form_token_matches(
        ctx, purpose, subject, http_cookie(x, "browser"), form_get(posted, "csrf"));
}
