#include "oauth/client_auth/methods.h"

#include "crypto/digest.h"
#include "oauth/params.h"
#include "oauth/registry.h"

const struct oauth_client_auth *const oauth_client_auths[] = {&client_auth_secret_basic,
    &client_auth_secret_post, &client_auth_private_key_jwt, &client_auth_secret_jwt,
    &client_auth_none, NULL};

const struct oauth_client_auth *oauth_client_auth(enum oauth_auth_method method)
{
    const struct oauth_client_auth *const *each = oauth_client_auths;

    while ((*each)->method != method)
        each++;
    return *each;
}

bool client_auth_has_alg(const struct oauth_client_auth *method, str_t alg)
{
    for (const char *const *each = method->algs; each && *each; each++) {
        if (str_eq(str_from_cstr(*each), alg))
            return true;
    }
    return false;
}

struct oauth_error client_auth_refuse(const char *detail)
{
    return (struct oauth_error){OAUTH_INVALID_CLIENT, "client authentication failed", detail};
}

struct oauth_error client_auth_named_in_form(
    struct oauth_context *ctx, const struct oauth_presented *presented, str_t *client_id_out)
{
    (void)ctx;
    *client_id_out = oauth_param(presented->form, "client_id");
    return OAUTH_NONE;
}

const char *client_auth_judge_secret(
    struct oauth_context *ctx, const struct oauth_client *client, str_t secret)
{
    return digest_equal(digest_token(ctx->arena, secret), client->secret_digest)
               ? NULL
               : "wrong client secret";
}

/* RFC 6749, section 2.3: at most one method in a request. */
static struct oauth_error find_method(
    const struct oauth_presented *presented, const struct oauth_client_auth **method_out)
{
    *method_out = NULL;
    for (size_t i = 0; oauth_client_auths[i]; i++) {
        const struct oauth_client_auth *method = oauth_client_auths[i];

        if ((*method_out && (*method_out)->presented == method->presented) ||
            !method->presented(presented))
            continue;
        if (*method_out)
            return oauth_refuse(
                OAUTH_INVALID_REQUEST, "more than one client authentication method");
        *method_out = method;
    }
    if (!*method_out)
        return oauth_refuse(OAUTH_INVALID_CLIENT, "client authentication is missing");
    return OAUTH_NONE;
}

static struct oauth_error find_client_id(
    struct oauth_context *ctx, const struct oauth_presented *presented, str_t *client_id_out)
{
    const struct oauth_client_auth *method;
    struct oauth_error error = find_method(presented, &method);

    if (!oauth_failed(error))
        error = method->names(ctx, presented, client_id_out);
    if (!oauth_failed(error) && client_id_out->len == 0)
        error = oauth_refuse(OAUTH_INVALID_CLIENT, "client_id is missing");
    return error;
}

/* Stands in for a client that there is not, so that its secret takes as long to be wrong. */
static const struct oauth_client nobody = {
    .auth_method = AUTH_CLIENT_SECRET_BASIC,
    .secret_digest = STR_INIT("-------------------------------------------"),
};

static result_t judge(struct oauth_context *ctx, const struct oauth_presented *presented,
    const struct oauth_client *client, const char **refusal_out)
{
    if (!client) {
        client_auth_judge_secret(ctx, &nobody,
            presented->basic ? presented->basic_secret
                             : oauth_param(presented->form, "client_secret"));
        *refusal_out = "unknown client";
        return OK;
    }
    const struct oauth_client_auth *method = oauth_client_auth(client->auth_method);

    if (!client->enabled)
        *refusal_out = "the client is disabled";
    else if (!method->presented(presented))
        *refusal_out = "another method than the registered one";
    else
        return method->proves(ctx, presented, client, refusal_out);
    return OK;
}

result_t oauth_authenticate_client(struct oauth_context *ctx,
    const struct oauth_presented *presented, const struct oauth_client **client_out,
    struct oauth_error *error_out)
{
    const struct oauth_client *client = NULL;
    const char *refusal = NULL;
    str_t client_id;

    *client_out = NULL;
    *error_out = find_client_id(ctx, presented, &client_id);
    if (!oauth_failed(*error_out)) {
        TRY(oauth_client_find(ctx, client_id, &client));
        TRY(judge(ctx, presented, client, &refusal));
        if (refusal)
            *error_out = client_auth_refuse(refusal);
    }
    if (!oauth_failed(*error_out))
        *client_out = client;
    else if (error_out->detail)
        oauth_audit_failure(
            ctx, "client.auth_failed", client ? client->id : STR_NONE, error_out->detail);
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
