#include "oauth/client.h"

#include "base/json_read.h"
#include "base/uri.h"
#include "oauth/client_sector.h"
#include "oauth/scope.h"

#include <string.h>

static const char *const type_names[CLIENT_TYPES] = {
    [CLIENT_WEB] = "web",
    [CLIENT_SPA] = "spa",
    [CLIENT_NATIVE] = "native",
    [CLIENT_MACHINE] = "machine",
    [CLIENT_RESOURCE] = "resource",
};

static const char *const method_names[AUTH_METHODS] = {
    [AUTH_NONE] = "none",
    [AUTH_CLIENT_SECRET_BASIC] = "client_secret_basic",
    [AUTH_CLIENT_SECRET_POST] = "client_secret_post",
    [AUTH_CLIENT_SECRET_JWT] = "client_secret_jwt",
    [AUTH_PRIVATE_KEY_JWT] = "private_key_jwt",
};

static const char *const grant_names[GRANT_TYPES] = {
    [GRANT_AUTHORIZATION_CODE] = "authorization_code",
    [GRANT_REFRESH_TOKEN] = "refresh_token",
    [GRANT_CLIENT_CREDENTIALS] = "client_credentials",
};

enum {
    BY_A_PERSON = GRANT_BIT(GRANT_AUTHORIZATION_CODE) | GRANT_BIT(GRANT_REFRESH_TOKEN),
    BY_ITSELF = GRANT_BIT(GRANT_CLIENT_CREDENTIALS),
};

static const struct oauth_client_defaults defaults[CLIENT_TYPES] = {
    [CLIENT_WEB] = {AUTH_CLIENT_SECRET_BASIC, BY_A_PERSON, true},
    [CLIENT_SPA] = {AUTH_NONE, BY_A_PERSON, true},
    [CLIENT_NATIVE] = {AUTH_NONE, BY_A_PERSON, true},
    [CLIENT_MACHINE] = {AUTH_CLIENT_SECRET_BASIC, BY_ITSELF, false},
    [CLIENT_RESOURCE] = {AUTH_CLIENT_SECRET_BASIC, 0, false},
};

static bool find_name(const char *const *names, int n, str_t name, int *index_out)
{
    for (int i = 0; i < n; i++) {
        if (str_eq(name, str_from_cstr(names[i]))) {
            *index_out = i;
            return true;
        }
    }
    return false;
}

const char *oauth_client_type_name(enum oauth_client_type type)
{
    return type_names[type];
}

bool oauth_client_type_find(str_t name, enum oauth_client_type *type_out)
{
    int index = 0;
    bool found = find_name(type_names, CLIENT_TYPES, name, &index);

    *type_out = (enum oauth_client_type)index;
    return found;
}

const char *oauth_auth_method_name(enum oauth_auth_method method)
{
    return method_names[method];
}

bool oauth_auth_method_find(str_t name, enum oauth_auth_method *method_out)
{
    int index = 0;
    bool found = find_name(method_names, AUTH_METHODS, name, &index);

    *method_out = (enum oauth_auth_method)index;
    return found;
}

const char *oauth_grant_type_name(enum oauth_grant_type grant)
{
    return grant_names[grant];
}

bool oauth_grant_type_find(str_t name, enum oauth_grant_type *grant_out)
{
    int index = 0;
    bool found = find_name(grant_names, GRANT_TYPES, name, &index);

    *grant_out = (enum oauth_grant_type)index;
    return found;
}

const struct oauth_client_defaults *oauth_client_defaults(enum oauth_client_type type)
{
    return &defaults[type];
}

static str_array_t read_uris(arena_t *arena, const json_t *metadata, const char *name)
{
    const json_t *list = json_read_str_array(metadata, name);
    size_t n = json_array_size(list);
    str_t *items = ARENA_ARRAY(arena, str_t, n);

    for (size_t i = 0; i < n; i++)
        items[i] = arena_str(arena, json_array_str(list, i));
    return (str_array_t){items, n};
}

static unsigned read_grants(const json_t *metadata, unsigned fallback)
{
    const json_t *list = json_read_str_array(metadata, "grant_types");
    unsigned grants = 0;
    enum oauth_grant_type grant;

    if (!list)
        return fallback;
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (oauth_grant_type_find(json_array_str(list, i), &grant))
            grants |= GRANT_BIT(grant);
    }
    return grants;
}

static bool read_flag(const json_t *metadata, const char *name, bool fallback)
{
    bool value = fallback;

    json_read_bool(metadata, name, &value);
    return value;
}

static bool names_a_standard_scope(str_t list)
{
    str_t word;

    while (str_next(&list, ' ', &word)) {
        if (scope_is_standard(word))
            return true;
    }
    return false;
}

/* A client that signs people in may ask for every standard scope, and for the registered ones that
 * it names; if it names standard ones, its list is exact. The others have what they name. */
static str_t client_scope(arena_t *arena, enum oauth_client_type type, str_t registered)
{
    if (type == CLIENT_MACHINE || type == CLIENT_RESOURCE)
        return str_present(registered) ? registered : STR("");
    if (names_a_standard_scope(registered))
        return registered;
    return scope_union(arena, scope_standard, registered);
}

static void read_addresses(arena_t *arena, const json_t *metadata, struct oauth_client *client)
{
    client->logo_uri = arena_str(arena, json_read_str(metadata, "logo_uri"));
    client->client_uri = arena_str(arena, json_read_str(metadata, "client_uri"));
    client->policy_uri = arena_str(arena, json_read_str(metadata, "policy_uri"));
    client->tos_uri = arena_str(arena, json_read_str(metadata, "tos_uri"));
    client->redirect_uris = read_uris(arena, metadata, "redirect_uris");
    client->post_logout_redirect_uris = read_uris(arena, metadata, "post_logout_redirect_uris");
    client->backchannel_logout_uri =
        arena_str(arena, json_read_str(metadata, "backchannel_logout_uri"));
}

static void read_authentication(arena_t *arena, const json_t *metadata, struct oauth_client *client)
{
    const json_t *jwks = json_object_get(metadata, "jwks");
    str_t alg = json_read_str(metadata, "token_endpoint_auth_signing_alg");

    client->assertion_alg = arena_str(arena, alg);
    client->accept_token_endpoint_audience =
        read_flag(metadata, "accept_token_endpoint_audience", false);
    client->jwks = jwks ? json_write(arena, jwks) : STR_NONE;
    client->jwks_uri = arena_str(arena, json_read_str(metadata, "jwks_uri"));
}

static void read_tokens(const json_t *metadata, struct oauth_client *client)
{
    bool opaque = str_eq(json_read_str(metadata, "access_token_format"), STR("opaque"));

    client->access_token_format = opaque ? TOKEN_OPAQUE : TOKEN_JWT;
    client->access_token_alg =
        oauth_answer_form_read(metadata, "access_token", "ES256").signing_alg;
    client->id_token = oauth_answer_form_read(metadata, "id_token", "RS256");
    client->userinfo = oauth_answer_form_read(metadata, "userinfo", NULL);
    client->introspection = oauth_answer_form_read(metadata, "introspection", "RS256");
    client->claims_in_id_token = read_flag(metadata, "claims_in_id_token", false);
    client->require_auth_time = read_flag(metadata, "require_auth_time", false);
    client->default_max_age = -1;
    json_read_int(metadata, "default_max_age", &client->default_max_age);
}

result_t oauth_client_read(arena_t *arena, const struct oauth_client_record *record,
    const struct oauth_client **client_out)
{
    struct oauth_client *client = ARENA_NEW(arena, struct oauth_client);
    json_auto_t *metadata = json_read_object(record->metadata, CLIENT_MAX_METADATA);

    if (!metadata || !oauth_client_type_find(record->type, &client->type))
        return result_fail(RESULT_CORRUPT, "a client's record cannot be read");

    const struct oauth_client_defaults *by_type = oauth_client_defaults(client->type);
    str_t method = json_read_str(metadata, "token_endpoint_auth_method");
    str_t name = json_read_str(metadata, "client_name");

    client->id = arena_str(arena, record->client_id);
    client->enabled = record->enabled;
    client->secret_digest = arena_str(arena, record->secret_digest);
    client->sealed_secret = arena_str(arena, record->sealed_secret);
    client->name = name.len > 0 ? arena_str(arena, name) : client->id;
    client->grants = read_grants(metadata, by_type->grants);
    if (!oauth_auth_method_find(method, &client->auth_method))
        client->auth_method = by_type->auth_method;
    client->scope =
        client_scope(arena, client->type, arena_str(arena, json_read_str(metadata, "scope")));
    client->require_pkce =
        oauth_client_is_public(client) || read_flag(metadata, "require_pkce", true);
    client->require_consent = read_flag(metadata, "require_consent", by_type->require_consent);
    read_authentication(arena, metadata, client);
    read_addresses(arena, metadata, client);
    read_tokens(metadata, client);
    if (oauth_client_is_pairwise(metadata))
        client->sector = oauth_client_sector(arena, metadata);
    *client_out = client;
    return OK;
}

str_t oauth_client_secret_purpose(arena_t *arena, str_t client_id)
{
    return arena_printf(arena, "client_secret:%.*s", STR_ARG(client_id));
}

result_t oauth_client_open_secret(
    struct oauth_context *ctx, const struct oauth_client *client, str_t *secret_out)
{
    return ctx->sealer->open(ctx->sealer->self, ctx->arena,
        oauth_client_secret_purpose(ctx->arena, client->id), client->sealed_secret, secret_out);
}

bool oauth_client_has_origin(arena_t *arena, const struct oauth_client *client, str_t origin)
{
    for (size_t i = 0; i < client->redirect_uris.n; i++) {
        struct uri uri;

        if (uri_parse(client->redirect_uris.items[i], &uri) &&
            str_eq(uri_origin(arena, &uri), origin))
            return true;
    }
    return false;
}
