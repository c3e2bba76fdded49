#include "oauth/introspection_jwt.h"

#include "base/json_read.h"
#include "oauth/answer.h"

struct oauth_error introspection_jwt_check(const struct oauth_presented *presented)
{
    for (size_t i = 0; oauth_client_auths[i]; i++) {
        if (oauth_client_auths[i]->method != AUTH_NONE &&
            oauth_client_auths[i]->presented(presented))
            return OAUTH_NONE;
    }
    return oauth_refuse(OAUTH_INVALID_REQUEST, "client authentication is missing");
}

/* Section 5: the members in one of their own, beside who says it to whom and when. Neither sub nor
 * exp, so that nobody takes the token for an access token. */
static json_t *wrap(
    const struct oauth_context *ctx, const struct oauth_client *caller, json_t *members)
{
    json_t *claims = json_object();

    json_put_str(claims, "iss", ctx->settings->issuer);
    json_put_str(claims, "aud", caller->id);
    json_put_int(claims, "iat", ctx->now);
    json_object_set(claims, "token_introspection", members);
    return claims;
}

result_t introspection_jwt_write(struct oauth_context *ctx, const struct oauth_client *caller,
    json_t *members, str_t *token_out, struct oauth_error *error_out)
{
    const struct oauth_answer_form *form = &caller->introspection;
    const struct oauth_recipient *recipient;

    TRY(oauth_answer_recipient(ctx, caller, form, &recipient, error_out));
    if (oauth_failed(*error_out))
        return OK;
    json_auto_t *claims = wrap(ctx, caller, members);
    return oauth_answer_secure(ctx, form, recipient, "token-introspection+jwt", claims, token_out);
}
