#include "base/json_read.h"
#include "oauth/client_auth/assertion.h"
#include "oauth/client_keys.h"

static const char *const algs[] = {"RS256", "PS256", "ES256", "EdDSA", NULL};

static result_t prove_with(struct oauth_context *ctx, const struct oauth_client *client,
    const struct oauth_jwt *jwt, bool again, const char **refusal_out)
{
    str_t jwks;

    TRY(oauth_client_keys(ctx, client, again, &jwks, refusal_out));
    if (!*refusal_out)
        *refusal_out = ctx->jwts->verify(ctx->jwts->self, ctx->arena, jwt, jwks);
    return OK;
}

/* Keys that are fetched may be older than the client's newest one. That shows as an unknown kid or,
 * without a kid, as a signature that no key made: then they are asked for again, in bounds. */
static result_t prove(struct oauth_context *ctx, const struct oauth_client *client,
    const struct oauth_jwt *jwt, const char **refusal_out)
{
    TRY(prove_with(ctx, client, jwt, false, refusal_out));
    if (*refusal_out && !str_present(client->jwks))
        TRY(prove_with(ctx, client, jwt, true, refusal_out));
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

/* RFC 7523, section 2.2: signed with a key of the client, of which we know the public half. */
const struct oauth_client_auth client_auth_private_key_jwt = {
    AUTH_PRIVATE_KEY_JWT, algs, assertion_presented, assertion_names, proves};
