#include "account/client_metadata.h"

#include "account/client_metadata/members.h"
#include "base/json_read.h"
#include "oauth/client_auth/methods.h"
#include "oauth/client_sector.h"

static bool has_grant(const json_t *metadata, enum oauth_grant_type grant)
{
    const json_t *grants = json_object_get(metadata, "grant_types");

    for (size_t i = 0; i < json_array_size(grants); i++) {
        if (str_eq(json_array_str(grants, i), str_from_cstr(oauth_grant_type_name(grant))))
            return true;
    }
    return false;
}

/* RFC 7591, section 2. */
static struct client_metadata_problem judge_keys(const json_t *metadata)
{
    if (json_object_get(metadata, "jwks") && json_object_get(metadata, "jwks_uri"))
        return (struct client_metadata_problem){
            "jwks_uri", "must not stand beside jwks: the keys are in one place"};
    return (struct client_metadata_problem){0};
}

const struct client_metadata_encryption client_metadata_encryptions[] = {
    {"id_token_encrypted_response_alg", "id_token_encrypted_response_enc"},
    {"userinfo_encrypted_response_alg", "userinfo_encrypted_response_enc"},
    {"introspection_encrypted_response_alg", "introspection_encrypted_response_enc"},
    {NULL, NULL},
};

/* OpenID Connect Registration, section 2: an enc says nothing without an alg. An alg alone would
 * mean A128CBC-HS256, which is not served, so the client says what it wants instead. */
static struct client_metadata_problem judge_pair(
    const json_t *metadata, const struct client_metadata_encryption *pair)
{
    bool alg = json_object_get(metadata, pair->alg) != NULL;
    bool enc = json_object_get(metadata, pair->enc) != NULL;

    if (enc && !alg)
        return (struct client_metadata_problem){pair->alg, "must stand beside its enc"};
    if (alg && !enc)
        return (struct client_metadata_problem){
            pair->enc, "must be said: the specification's default, A128CBC-HS256, is not served"};
    if (alg && !json_object_get(metadata, "jwks") && !json_object_get(metadata, "jwks_uri"))
        return (struct client_metadata_problem){
            pair->alg, "needs a key to encrypt to: jwks or jwks_uri"};
    return (struct client_metadata_problem){0};
}

static struct client_metadata_problem judge_encryption(const json_t *metadata)
{
    struct client_metadata_problem problem = {0};
    const struct client_metadata_encryption *pair = client_metadata_encryptions;

    for (; pair->alg != NULL && problem.reason == NULL; pair++)
        problem = judge_pair(metadata, pair);
    return problem;
}

/* What assertions are made with fits the method that makes them. */
static struct client_metadata_problem judge_assertions(const json_t *metadata)
{
    enum oauth_auth_method method = AUTH_NONE;
    str_t alg = json_read_str(metadata, "token_endpoint_auth_signing_alg");

    oauth_auth_method_find(json_read_str(metadata, "token_endpoint_auth_method"), &method);
    if (method == AUTH_PRIVATE_KEY_JWT && !json_object_get(metadata, "jwks") &&
        !json_object_get(metadata, "jwks_uri"))
        return (struct client_metadata_problem){
            "jwks", "or jwks_uri is needed: without keys nothing can be signed"};
    if (str_present(alg) && !client_auth_has_alg(oauth_client_auth(method), alg))
        return (struct client_metadata_problem){
            "token_endpoint_auth_signing_alg", "does not fit token_endpoint_auth_method"};
    return (struct client_metadata_problem){0};
}

/* Programs in browsers and on people's devices keep no secret; the others must (RFC 6749, 2.1). */
static struct client_metadata_problem judge_auth_by_type(
    enum oauth_client_type type, const json_t *metadata)
{
    bool public = type == CLIENT_SPA || type == CLIENT_NATIVE;
    bool without_secret =
        str_eq(json_read_str(metadata, "token_endpoint_auth_method"), STR("none"));
    bool pkce = true;

    if (public && !without_secret)
        return (struct client_metadata_problem){
            "token_endpoint_auth_method", "must be none: this type of client cannot keep a secret"};
    if (!public && without_secret)
        return (struct client_metadata_problem){
            "token_endpoint_auth_method", "must not be none for this type of client"};
    json_read_bool(metadata, "require_pkce", &pkce);
    if (public && !pkce)
        return (struct client_metadata_problem){
            "require_pkce", "must be true: this type of client has no secret (RFC 9700, 2.1.1)"};
    return (struct client_metadata_problem){0};
}

static struct client_metadata_problem judge_grants_by_type(
    enum oauth_client_type type, const json_t *metadata)
{
    bool by_code = has_grant(metadata, GRANT_AUTHORIZATION_CODE);
    size_t uris = json_array_size(json_object_get(metadata, "redirect_uris"));

    if (type == CLIENT_RESOURCE && json_array_size(json_object_get(metadata, "grant_types")) > 0)
        return (struct client_metadata_problem){
            "grant_types", "must be empty: a resource server gets no tokens"};
    if (type == CLIENT_MACHINE && by_code)
        return (struct client_metadata_problem){
            "grant_types", "must not hold authorization_code for a machine"};
    /* RFC 6749, section 4.4: confidential clients only. */
    if ((type == CLIENT_SPA || type == CLIENT_NATIVE) &&
        has_grant(metadata, GRANT_CLIENT_CREDENTIALS))
        return (struct client_metadata_problem){
            "grant_types", "must not hold client_credentials for a client without a secret"};
    if (has_grant(metadata, GRANT_REFRESH_TOKEN) && !by_code)
        return (struct client_metadata_problem){
            "grant_types", "must hold authorization_code too if it holds refresh_token"};
    if (by_code && uris == 0)
        return (struct client_metadata_problem){
            "redirect_uris", "must hold at least one address for authorization_code"};
    if (!by_code && uris > 0)
        return (struct client_metadata_problem){
            "redirect_uris", "must be empty without the grant authorization_code"};
    if (!by_code && json_object_get(metadata, "backchannel_logout_uri"))
        return (struct client_metadata_problem){"backchannel_logout_uri",
            "is for clients that sign people in: it needs the grant authorization_code"};
    return (struct client_metadata_problem){0};
}

/* OpenID Connect Core, section 8.1: a sector is one host. */
static struct client_metadata_problem judge_subjects(arena_t *arena, const json_t *metadata)
{
    bool by_code = has_grant(metadata, GRANT_AUTHORIZATION_CODE);

    if (!by_code && json_object_get(metadata, "sector_identifier_uri"))
        return (struct client_metadata_problem){
            "sector_identifier_uri", "must not stand without the grant authorization_code"};
    if (!oauth_client_is_pairwise(metadata))
        return (struct client_metadata_problem){0};
    if (!by_code)
        return (struct client_metadata_problem){
            "subject_type", "must not be pairwise without the grant authorization_code"};
    if (!str_present(oauth_client_sector(arena, metadata)))
        return (struct client_metadata_problem){"sector_identifier_uri",
            "is needed for pairwise subjects: the redirect URIs do not share one host"};
    return (struct client_metadata_problem){0};
}

static void judge_together(arena_t *arena, enum oauth_client_type type, const json_t *metadata,
    struct client_metadata_problem *problem_out)
{
    *problem_out = judge_keys(metadata);
    if (problem_out->reason == NULL)
        *problem_out = judge_auth_by_type(type, metadata);
    if (problem_out->reason == NULL)
        *problem_out = judge_assertions(metadata);
    if (problem_out->reason == NULL)
        *problem_out = judge_grants_by_type(type, metadata);
    if (problem_out->reason == NULL)
        *problem_out = judge_encryption(metadata);
    if (problem_out->reason == NULL)
        *problem_out = judge_subjects(arena, metadata);
}

bool client_metadata_judge(arena_t *arena, enum oauth_client_type type, const json_t *metadata,
    struct client_metadata_problem *problem_out)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)metadata, name, value)
    {
        const char *reason = client_member_problem(type, name, value);

        if (reason != NULL) {
            *problem_out =
                (struct client_metadata_problem){arena_cstr(arena, str_from_cstr(name)), reason};
            return false;
        }
    }
    json_auto_t *whole = client_metadata_complete(type, metadata);
    judge_together(arena, type, whole, problem_out);
    if (problem_out->reason == NULL && json_write(arena, whole).len > CLIENT_MAX_METADATA)
        *problem_out = (struct client_metadata_problem){"metadata", "is longer than 64 KiB"};
    return problem_out->reason == NULL;
}

static void put_default(json_t *metadata, const char *name, json_t *value)
{
    if (json_object_get(metadata, name) == NULL)
        json_object_set(metadata, name, value);
    json_decref(value);
}

static json_t *grant_names(unsigned grants)
{
    json_t *names = json_array();

    for (unsigned grant = 0; grant < GRANT_TYPES; grant++) {
        if ((grants & GRANT_BIT(grant)) != 0)
            json_array_append_new(
                names, json_string(oauth_grant_type_name((enum oauth_grant_type)grant)));
    }
    return names;
}

json_t *client_metadata_complete(enum oauth_client_type type, const json_t *metadata)
{
    const struct oauth_client_defaults *by_type = oauth_client_defaults(type);
    json_t *whole = json_deep_copy(metadata);

    put_default(whole, "token_endpoint_auth_method",
        json_string(oauth_auth_method_name(by_type->auth_method)));
    put_default(whole, "grant_types", grant_names(by_type->grants));
    put_default(whole, "access_token_format", json_string("jwt"));
    put_default(whole, "access_token_signed_response_alg", json_string("ES256"));
    if (has_grant(whole, GRANT_AUTHORIZATION_CODE)) {
        put_default(whole, "id_token_signed_response_alg", json_string("RS256"));
        put_default(whole, "require_pkce", json_true());
        put_default(whole, "require_consent", json_boolean(by_type->require_consent));
    }
    return whole;
}
