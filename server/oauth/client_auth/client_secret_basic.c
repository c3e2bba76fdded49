#include "oauth/client_auth/methods.h"

/* RFC 6749, section 2.3.1: HTTP Basic with both parts form-encoded. */
static bool presented(const struct oauth_presented *presented)
{
    return presented->basic;
}

static bool proves(struct oauth_context *ctx, const struct oauth_presented *presented,
    const struct oauth_client *client)
{
    return oauth_client_secret_right(ctx, client, presented->basic_secret);
}

const struct oauth_client_auth client_auth_secret_basic = {
    AUTH_CLIENT_SECRET_BASIC, presented, proves};
