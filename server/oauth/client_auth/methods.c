#include "oauth/client_auth/methods.h"

#include "crypto/digest.h"
#include "oauth/params.h"

const struct oauth_client_auth *const oauth_client_auths[] = {
    &client_auth_secret_basic, &client_auth_secret_post, &client_auth_none, NULL};

bool oauth_client_secret_right(
    struct oauth_context *ctx, const struct oauth_client *client, str_t secret)
{
    return str_present(client->secret_digest) &&
           digest_equal(digest_token(ctx->arena, secret), client->secret_digest);
}

/* RFC 6749, section 2.3: at most one method in a request. */
static struct oauth_error find_method(
    const struct oauth_presented *presented, const struct oauth_client_auth **method_out)
{
    *method_out = NULL;
    for (size_t i = 0; oauth_client_auths[i]; i++) {
        if (!oauth_client_auths[i]->presented(presented))
            continue;
        if (*method_out)
            return oauth_refuse(
                OAUTH_INVALID_REQUEST, "more than one client authentication method");
        *method_out = oauth_client_auths[i];
    }
    if (!*method_out)
        return oauth_refuse(OAUTH_INVALID_CLIENT, "client authentication is missing");
    return OAUTH_NONE;
}

static struct oauth_error find_client_id(const struct oauth_presented *presented, str_t *id_out)
{
    str_t in_form = oauth_param(presented->form, "client_id");

    if (presented->basic_malformed)
        return oauth_refuse(OAUTH_INVALID_CLIENT, "the Authorization header cannot be read");
    if (presented->basic && str_present(in_form) && !str_eq(in_form, presented->basic_id))
        return oauth_refuse(
            OAUTH_INVALID_REQUEST, "client_id contradicts the Authorization header");
    *id_out = presented->basic ? presented->basic_id : in_form;
    if (id_out->len == 0)
        return oauth_refuse(OAUTH_INVALID_CLIENT, "client_id is missing");
    return OAUTH_NONE;
}

/* Nothing that a stranger could learn a client's registration from: one text for all. */
static struct oauth_error refuse_proof(const char *detail)
{
    return (struct oauth_error){OAUTH_INVALID_CLIENT, "client authentication failed", detail};
}

static struct oauth_error judge(struct oauth_context *ctx, const struct oauth_presented *presented,
    const struct oauth_client_auth *method, const struct oauth_client *client)
{
    if (!client)
        return refuse_proof("unknown client");
    if (!client->enabled)
        return refuse_proof("the client is disabled");
    if (client->auth_method != method->method)
        return refuse_proof("another method than the registered one");
    if (!method->proves(ctx, presented, client))
        return refuse_proof("wrong client secret");
    return OAUTH_NONE;
}

result_t oauth_authenticate_client(struct oauth_context *ctx,
    const struct oauth_presented *presented, const struct oauth_client **client_out,
    struct oauth_error *error_out)
{
    const struct oauth_client_auth *method;
    str_t client_id;

    *client_out = NULL;
    *error_out = find_method(presented, &method);
    if (!oauth_failed(*error_out))
        *error_out = find_client_id(presented, &client_id);
    if (oauth_failed(*error_out))
        return OK;

    TRY(oauth_client_find(ctx, client_id, client_out));
    *error_out = judge(ctx, presented, method, *client_out);
    if (oauth_failed(*error_out)) {
        oauth_audit_failure(ctx, "client.auth_failed", *client_out ? (*client_out)->id : STR_NONE,
            error_out->detail);
        *client_out = NULL;
    }
    return OK;
}

result_t oauth_authenticate_confidential_client(struct oauth_context *ctx,
    const struct oauth_presented *presented, const struct oauth_client **client_out,
    struct oauth_error *error_out)
{
    TRY(oauth_authenticate_client(ctx, presented, client_out, error_out));
    if (*client_out && oauth_client_is_public(*client_out)) {
        *client_out = NULL;
        *error_out = oauth_refuse(OAUTH_INVALID_CLIENT, "a public client cannot ask here");
    }
    return OK;
}
