/* A registered client (RFC 6749, section 2; metadata names of RFC 7591, section 2), read from its
 * record once and used as a struct from then on. Immutable; lives as long as the context's arena.
 */
#ifndef TESSERA_OAUTH_CLIENT_H
#define TESSERA_OAUTH_CLIENT_H

#include "oauth/answer_form.h"
#include "oauth/context.h"

enum oauth_client_type { CLIENT_WEB, CLIENT_SPA, CLIENT_NATIVE, CLIENT_MACHINE, CLIENT_RESOURCE };

enum oauth_auth_method {
    AUTH_NONE,
    AUTH_CLIENT_SECRET_BASIC,
    AUTH_CLIENT_SECRET_POST,
    AUTH_CLIENT_SECRET_JWT,
    AUTH_PRIVATE_KEY_JWT,
};

enum oauth_grant_type { GRANT_AUTHORIZATION_CODE, GRANT_REFRESH_TOKEN, GRANT_CLIENT_CREDENTIALS };

/* Bits of oauth_client.grants. */
#define GRANT_BIT(grant) (1u << (grant))

enum oauth_token_format { TOKEN_JWT, TOKEN_OPAQUE };

enum { CLIENT_MAX_URIS = 32, CLIENT_MAX_METADATA = 65536 };

struct oauth_client {
    str_t id;
    enum oauth_client_type type;
    bool enabled;
    str_t secret_digest;
    str_t sealed_secret;
    str_t name; /* never absent: the id where none is registered */
    str_t logo_uri;
    str_t client_uri;
    str_t policy_uri;
    str_t tos_uri;
    str_array_t redirect_uris;
    str_array_t post_logout_redirect_uris;
    str_t backchannel_logout_uri; /* where it is told of the end of sessions; absent: nowhere */
    unsigned grants;
    enum oauth_auth_method auth_method;
    str_t assertion_alg; /* the one algorithm of its assertions; absent: any of the method's */
    bool accept_token_endpoint_audience; /* in its assertions, besides the issuer */
    str_t jwks; /* its own public keys, JSON; or where they are; absent: it has none */
    str_t jwks_uri;
    str_t scope; /* what it may ask for (client_scope below says how it is made) */
    bool require_pkce;
    bool require_consent;
    enum oauth_token_format access_token_format;
    const char *access_token_alg;           /* static: "ES256", ... */
    struct oauth_answer_form id_token;      /* always signed */
    struct oauth_answer_form userinfo;      /* JSON unless it says otherwise */
    struct oauth_answer_form introspection; /* of its JWT form, which is always signed */
    str_t sector; /* of pairwise subjects: a host in lower case; absent: subjects are public */
    bool claims_in_id_token; /* claims of requested scopes in the ID Token too */
    int64_t default_max_age; /* seconds; -1: none (OpenID Connect Registration, section 2) */
    bool require_auth_time;
};

/* The names as they are registered, and back; each list is the one place that knows them. The
 * searches answer false for an unknown name. */
const char *oauth_client_type_name(enum oauth_client_type type);
bool oauth_client_type_find(str_t name, enum oauth_client_type *type_out);
const char *oauth_auth_method_name(enum oauth_auth_method method);
bool oauth_auth_method_find(str_t name, enum oauth_auth_method *method_out);
const char *oauth_grant_type_name(enum oauth_grant_type grant);
bool oauth_grant_type_find(str_t name, enum oauth_grant_type *grant_out);
enum { CLIENT_TYPES = 5, AUTH_METHODS = 5, GRANT_TYPES = 3 };

/* What a client of this type gets that says nothing. */
struct oauth_client_defaults {
    enum oauth_auth_method auth_method;
    unsigned grants;
    bool require_consent;
};
const struct oauth_client_defaults *oauth_client_defaults(enum oauth_client_type type);

static inline bool oauth_client_is_public(const struct oauth_client *client)
{
    return client->auth_method == AUTH_NONE;
}

/* Whether clients of this method have a secret that we made. */
static inline bool oauth_auth_method_has_secret(enum oauth_auth_method method)
{
    return method != AUTH_NONE && method != AUTH_PRIVATE_KEY_JWT;
}

static inline bool oauth_client_may(const struct oauth_client *client, enum oauth_grant_type grant)
{
    return (client->grants & GRANT_BIT(grant)) != 0;
}

/* RESULT_CORRUPT if the record was not written by account/clients. */
MUST_USE result_t oauth_client_read(arena_t *arena, const struct oauth_client_record *record,
    const struct oauth_client **client_out);

/* What a client's secret is sealed for; in the arena. */
str_t oauth_client_secret_purpose(arena_t *arena, str_t client_id);

/* The secret of a client whose sealed_secret is present. */
MUST_USE result_t oauth_client_open_secret(
    struct oauth_context *ctx, const struct oauth_client *client, str_t *secret_out);

/* Whether `origin` (scheme://host[:port]) is that of one of the redirect URIs; for CORS. */
bool oauth_client_has_origin(arena_t *arena, const struct oauth_client *client, str_t origin);

#endif
