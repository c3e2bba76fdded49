#include "oauth/client_keys.h"

result_t oauth_client_keys(struct oauth_context *ctx, const struct oauth_client *client, bool again,
    str_t *jwks_out, const char **why_out)
{
    struct oauth_fetched fetched;

    *why_out = NULL;
    *jwks_out = client->jwks;
    if (str_present(client->jwks))
        return OK;
    *why_out = "the client has registered no keys";
    if (!str_present(client->jwks_uri))
        return OK;
    TRY(ctx->fetcher->get(ctx->fetcher->self, ctx->arena, client->jwks_uri, again, &fetched));
    *why_out = fetched.failure;
    *jwks_out = fetched.failure == NULL ? fetched.body : STR_NONE;
    return OK;
}
