#include "oauth/id_token_hint.h"

#include "base/json_read.h"
#include "oauth/access_token.h"

static const char *const id_token_typs[] = {"JWT", NULL};

/* Other things that we sign have the same typ: what makes an ID Token is that it tells of a sign-in
 * (section 2), and is no access token. */
static bool is_id_token(struct oauth_context *ctx, const json_t *claims)
{
    int64_t time;

    return str_eq(json_read_str(claims, "iss"), ctx->settings->issuer) &&
           str_present(json_read_str(claims, "sub")) && str_present(json_read_str(claims, "aud")) &&
           json_read_int(claims, "exp", &time) && json_read_int(claims, "auth_time", &time) &&
           json_object_get(claims, TOKEN_USE) == NULL;
}

result_t id_token_hint_read(struct oauth_context *ctx, str_t text, json_t **claims_out)
{
    json_auto_t *claims = NULL;

    *claims_out = NULL;
    TRY(ctx->signer->verify(ctx->signer->self, ctx->arena, text, id_token_typs, &claims));
    if (claims && is_id_token(ctx, claims))
        *claims_out = json_incref(claims);
    return OK;
}

/* RFC 7516, section 7.1: five parts. */
static bool is_encrypted(str_t text)
{
    size_t parts = 0;

    for (str_t part; str_next(&text, '.', &part);)
        parts++;
    return parts == 5;
}

/* OpenID Connect Core, section 3.1.2.1: the client decrypts it first. It could encrypt it to us
 * again, but we publish no key for that. */
struct oauth_error id_token_hint_refuse(str_t text)
{
    if (is_encrypted(text))
        return oauth_refuse(OAUTH_INVALID_REQUEST,
            "id_token_hint is encrypted: decrypt it and send the signed ID Token that is in it");
    return oauth_refuse(OAUTH_INVALID_REQUEST, "id_token_hint is no ID Token of ours");
}
