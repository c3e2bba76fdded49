#include "oauth/client_auth/methods.h"
#include "oauth/params.h"

/* RFC 6749, section 2.3.1: HTTP Basic with both parts form-encoded. */
static bool presented(const struct oauth_presented *presented)
{
    return presented->basic;
}

static struct oauth_error names(
    struct oauth_context *ctx, const struct oauth_presented *presented, str_t *client_id_out)
{
    str_t in_form = oauth_param(presented->form, "client_id");

    (void)ctx;
    *client_id_out = presented->basic_id;
    if (presented->basic_malformed)
        return oauth_refuse(OAUTH_INVALID_CLIENT, "the Authorization header cannot be read");
    if (str_present(in_form) && !str_eq(in_form, presented->basic_id))
        return oauth_refuse(
            OAUTH_INVALID_REQUEST, "client_id contradicts the Authorization header");
    return OAUTH_NONE;
}

static result_t proves(struct oauth_context *ctx, const struct oauth_presented *presented,
    const struct oauth_client *client, const char **refusal_out)
{
    *refusal_out = client_auth_judge_secret(ctx, client, presented->basic_secret);
    return OK;
}

const struct oauth_client_auth client_auth_secret_basic = {
    AUTH_CLIENT_SECRET_BASIC, NULL, presented, names, proves};
