#include "oauth/client_auth/methods.h"
#include "oauth/params.h"

/* A public client only names itself (RFC 6749, section 3.2.1); PKCE ties its requests together. */
static bool presented(const struct oauth_presented *presented)
{
    return !presented->basic && form_count(presented->form, "client_secret") == 0 &&
           str_present(oauth_param(presented->form, "client_id"));
}

static bool proves(struct oauth_context *ctx, const struct oauth_presented *presented,
    const struct oauth_client *client)
{
    (void)ctx;
    (void)presented;
    return oauth_client_is_public(client);
}

const struct oauth_client_auth client_auth_none = {AUTH_NONE, presented, proves};
