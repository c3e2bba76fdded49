#include "oauth/client_auth/methods.h"
#include "oauth/params.h"

/* RFC 6749, section 2.3.1: client_id and client_secret in the body. An empty secret is one that is
 * presented and wrong, not a public client. */
static bool presented(const struct oauth_presented *presented)
{
    return form_count(presented->form, "client_secret") > 0;
}

static result_t proves(struct oauth_context *ctx, const struct oauth_presented *presented,
    const struct oauth_client *client, const char **refusal_out)
{
    str_t secret = oauth_param(presented->form, "client_secret");

    *refusal_out = client_auth_judge_secret(ctx, client, secret);
    return OK;
}

const struct oauth_client_auth client_auth_secret_post = {
    AUTH_CLIENT_SECRET_POST, NULL, presented, client_auth_named_in_form, proves};
