#include "oauth/client_auth/assertion.h"
#include "oauth/params.h"

/* A public client only names itself (RFC 6749, section 3.2.1); PKCE ties its requests together. */
static bool presented(const struct oauth_presented *presented)
{
    return !presented->basic && form_count(presented->form, "client_secret") == 0 &&
           !assertion_presented(presented) &&
           str_present(oauth_param(presented->form, "client_id"));
}

static result_t proves(struct oauth_context *ctx, const struct oauth_presented *presented,
    const struct oauth_client *client, const char **refusal_out)
{
    (void)ctx;
    (void)presented;
    *refusal_out = oauth_client_is_public(client) ? NULL : "the client is not public";
    return OK;
}

const struct oauth_client_auth client_auth_none = {
    AUTH_NONE, NULL, presented, client_auth_named_in_form, proves};
