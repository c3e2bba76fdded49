#include "oauth/metadata.h"

#include "base/json_read.h"
#include "oauth/authorize/response.h"
#include "oauth/client_auth/methods.h"
#include "oauth/grant/grants.h"
#include "oauth/paths.h"

#include <stdio.h>

enum { MEMBER_MAX = 64 };

void metadata_put_url(
    struct oauth_context *ctx, json_t *document, const char *member, const char *path)
{
    json_put_str(document, member, oauth_url(ctx, path));
}

void metadata_put_names(json_t *document, const char *member, const char *const *names)
{
    json_t *list = json_array();

    for (; *names; names++)
        json_array_append_new(list, json_string(*names));
    json_object_set_new(document, member, list);
}

static void put_names_of(
    json_t *document, const char *kind, const char *suffix, const char *const *names)
{
    char member[MEMBER_MAX];

    snprintf(member, sizeof member, "%s_%s_values_supported", kind, suffix);
    metadata_put_names(document, member, names);
}

void metadata_put_answer(json_t *document, const char *kind)
{
    put_names_of(document, kind, "signing_alg", oauth_signing_algs);
    put_names_of(document, kind, "encryption_alg", oauth_encryption_algs);
    put_names_of(document, kind, "encryption_enc", oauth_encryption_encs);
}

/* RFC 8414, section 2. `with_none`: at the token and revocation endpoints public clients only name
 * themselves; introspection is not for them. */
static json_t *auth_methods(bool with_none)
{
    json_t *list = json_array();

    for (size_t i = 0; oauth_client_auths[i]; i++) {
        enum oauth_auth_method method = oauth_client_auths[i]->method;

        if (method != AUTH_NONE || with_none)
            json_array_append_new(list, json_string(oauth_auth_method_name(method)));
    }
    return list;
}

/* The algorithms of all assertions; no two methods share one. */
static json_t *assertion_algs(void)
{
    json_t *list = json_array();

    for (size_t i = 0; oauth_client_auths[i]; i++) {
        for (const char *const *alg = oauth_client_auths[i]->algs; alg && *alg; alg++)
            json_array_append_new(list, json_string(*alg));
    }
    return list;
}

/* How clients authenticate at each endpoint (RFC 8414, section 2). */
static void put_authentication(json_t *document)
{
    json_object_set_new(document, "token_endpoint_auth_methods_supported", auth_methods(true));
    json_object_set_new(document, "revocation_endpoint_auth_methods_supported", auth_methods(true));
    json_object_set_new(
        document, "introspection_endpoint_auth_methods_supported", auth_methods(false));
    json_object_set_new(
        document, "token_endpoint_auth_signing_alg_values_supported", assertion_algs());
    json_object_set_new(
        document, "revocation_endpoint_auth_signing_alg_values_supported", assertion_algs());
    json_object_set_new(
        document, "introspection_endpoint_auth_signing_alg_values_supported", assertion_algs());
}

static json_t *grant_types(void)
{
    json_t *list = json_array();

    for (int i = 0; i < GRANT_TYPES; i++)
        json_array_append_new(list, json_string(oauth_grant_type_name((enum oauth_grant_type)i)));
    return list;
}

static json_t *response_modes(void)
{
    json_t *list = json_array();

    for (size_t i = 0; authorize_response_modes[i]; i++)
        json_array_append_new(list, json_string(authorize_response_modes[i]->name));
    return list;
}

json_t *oauth_metadata(struct oauth_context *ctx)
{
    json_t *document = json_object();

    json_put_str(document, "issuer", ctx->settings->issuer);
    metadata_put_url(ctx, document, "authorization_endpoint", OAUTH_PATH_AUTHORIZE);
    metadata_put_url(ctx, document, "token_endpoint", OAUTH_PATH_TOKEN);
    metadata_put_url(ctx, document, "jwks_uri", OAUTH_PATH_JWKS);
    metadata_put_url(ctx, document, "revocation_endpoint", OAUTH_PATH_REVOKE);
    metadata_put_url(ctx, document, "introspection_endpoint", OAUTH_PATH_INTROSPECT);
    json_object_set_new(document, "scopes_supported", json_words(scope_standard));
    metadata_put_names(document, "response_types_supported", (const char *const[]){"code", NULL});
    json_object_set_new(document, "response_modes_supported", response_modes());
    json_object_set_new(document, "grant_types_supported", grant_types());
    put_authentication(document);
    metadata_put_answer(document, "introspection"); /* RFC 9701, section 7 */
    metadata_put_names(
        document, "code_challenge_methods_supported", (const char *const[]){"S256", NULL});
    json_object_set_new(
        document, "authorization_response_iss_parameter_supported", json_true()); /* RFC 9207 */
    return document;
}
