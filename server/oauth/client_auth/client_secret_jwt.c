#include "base/json_read.h"
#include "oauth/client_auth/assertion.h"

static const char *const algs[] = {"HS256", NULL};

/* The secret itself is needed, which is kept sealed for clients of this method alone. */
static result_t prove(struct oauth_context *ctx, const struct oauth_client *client,
    const struct oauth_jwt *jwt, const char **refusal_out)
{
    str_t secret;

    *refusal_out = "the client has no secret";
    if (!str_present(client->sealed_secret))
        return OK;
    TRY(oauth_client_open_secret(ctx, client, &secret));
    *refusal_out = ctx->jwts->verify_mac(ctx->jwts->self, jwt, secret);
    return OK;
}

static result_t proves(struct oauth_context *ctx, const struct oauth_presented *presented,
    const struct oauth_client *client, const char **refusal_out)
{
    struct oauth_jwt jwt;

    *refusal_out = assertion_read(ctx, presented, client, &jwt);
    json_auto_t *claims = jwt.claims;
    if (!*refusal_out)
        TRY(prove(ctx, client, &jwt, refusal_out));
    if (!*refusal_out)
        TRY(assertion_spend(ctx, client, claims, refusal_out));
    return OK;
}

/* OpenID Connect Core, section 9: a MAC with the secret, which so never travels. */
const struct oauth_client_auth client_auth_secret_jwt = {
    AUTH_CLIENT_SECRET_JWT, algs, assertion_presented, assertion_names, proves};
