#include "account/client_metadata.h"

#include "base/json_read.h"
#include "base/nearest.h"
#include "base/unicode.h"
#include "base/uri.h"
#include "oauth/redirect_uri.h"
#include "oauth/scope.h"

#include <string.h>

enum { TEXT_MAX_CHARACTERS = 200, MAX_AGE_MAX_S = 10 * 365 * 24 * 3600 };

/* --- one member: NULL, or why not --- */

static const char *judge_text(enum oauth_client_type type, const json_t *value)
{
    str_t text = {json_string_value(value), json_string_length(value)};

    (void)type;
    if (str_trim(text).len == 0 || !str_is_clean_utf8(text) ||
        unicode_length(text) > TEXT_MAX_CHARACTERS)
        return "must be one line of text, of at most 200 characters";
    return NULL;
}

/* Shown to people as a link or a picture: nothing but https (RFC 7591, section 5). */
static const char *judge_https(enum oauth_client_type type, const json_t *value)
{
    str_t text = {json_string_value(value), json_string_length(value)};
    struct uri uri;

    (void)type;
    if (text.len > REDIRECT_URI_MAX_LEN || !uri_parse(text, &uri) ||
        !str_eq_ci(uri.scheme, STR("https")) || uri.host.len == 0 || str_present(uri.userinfo) ||
        str_present(uri.fragment))
        return "must be an https address";
    return NULL;
}

static const char *judge_strings(const json_t *value, size_t max)
{
    if (!json_is_array(value) || json_array_size(value) > max)
        return "must be a list of at most 32 texts";
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (!json_is_string(json_array_get(value, i)))
            return "must be a list of at most 32 texts";
    }
    return NULL;
}

/* The sentence of oauth/redirect_uri.h without its subject. */
static const char *without_subject(const char *reason)
{
    return reason != NULL && strncmp(reason, "it ", 3) == 0 ? reason + 3 : reason;
}

static const char *judge_redirect_uris(enum oauth_client_type type, const json_t *value)
{
    const char *reason = judge_strings(value, CLIENT_MAX_URIS);

    for (size_t i = 0; reason == NULL && i < json_array_size(value); i++)
        reason = without_subject(redirect_uri_refusal(type, json_array_str(value, i)));
    return reason;
}

static const char *judge_contacts(enum oauth_client_type type, const json_t *value)
{
    const char *reason = judge_strings(value, CLIENT_MAX_URIS);

    for (size_t i = 0; reason == NULL && i < json_array_size(value); i++)
        reason = judge_text(type, json_array_get(value, i));
    return reason;
}

static const char *judge_grants(enum oauth_client_type type, const json_t *value)
{
    enum oauth_grant_type grant;
    const char *reason = judge_strings(value, CLIENT_MAX_URIS);

    (void)type;
    for (size_t i = 0; reason == NULL && i < json_array_size(value); i++) {
        if (!oauth_grant_type_find(json_array_str(value, i), &grant))
            reason = "names a grant that this server does not have";
    }
    return reason;
}

static const char *judge_response_types(enum oauth_client_type type, const json_t *value)
{
    const char *reason = judge_strings(value, CLIENT_MAX_URIS);

    (void)type;
    for (size_t i = 0; reason == NULL && i < json_array_size(value); i++) {
        if (!str_eq(json_array_str(value, i), STR("code")))
            reason = "may hold \"code\" only";
    }
    return reason;
}

static const char *judge_auth_method(enum oauth_client_type type, const json_t *value)
{
    enum oauth_auth_method method;
    str_t name = {json_string_value(value), json_string_length(value)};

    (void)type;
    return oauth_auth_method_find(name, &method) ? NULL
                                                 : "names a method that this server does not have";
}

static const char *judge_alg(enum oauth_client_type type, const json_t *value)
{
    str_t name = {json_string_value(value), json_string_length(value)};

    (void)type;
    return oauth_signing_alg_find(name) ? NULL : "must be RS256, ES256 or EdDSA";
}

static const char *judge_scope(enum oauth_client_type type, const json_t *value)
{
    str_t list = {json_string_value(value), json_string_length(value)};

    (void)type;
    return scope_list_valid(list) ? NULL : "must be a list of scopes with single spaces between";
}

static const char *judge_token_format(enum oauth_client_type type, const json_t *value)
{
    str_t format = {json_string_value(value), json_string_length(value)};

    (void)type;
    return str_eq(format, STR("jwt")) || str_eq(format, STR("opaque")) ? NULL
                                                                       : "must be jwt or opaque";
}

/* OpenID Connect Registration, section 2: it follows from the type, and may be repeated. */
static const char *judge_application_type(enum oauth_client_type type, const json_t *value)
{
    str_t given = {json_string_value(value), json_string_length(value)};
    bool native = type == CLIENT_NATIVE;

    return str_eq(given, native ? STR("native") : STR("web")) ? NULL
                                                              : "does not fit the client's type";
}

static const char *judge_subject_type(enum oauth_client_type type, const json_t *value)
{
    str_t given = {json_string_value(value), json_string_length(value)};

    (void)type;
    return str_eq(given, STR("public")) ? NULL : "must be public";
}

static const char *judge_max_age(enum oauth_client_type type, const json_t *value)
{
    json_int_t seconds = json_integer_value(value);

    (void)type;
    return seconds >= 0 && seconds <= MAX_AGE_MAX_S ? NULL : "must be 0 or more seconds";
}

/* --- the table --- */

enum form { FORM_STRING, FORM_LIST, FORM_FLAG, FORM_INTEGER };

struct member {
    const char *name;
    const char *meant; /* what is said of a member that looks like this one */
    enum form form;
    const char *(*judge)(enum oauth_client_type type, const json_t *value); /* NULL: by form only */
};

#define MEMBER(name, form, judge)                                                                  \
    {                                                                                              \
        name, "is not known; did you mean " name "?", form, judge                                  \
    }

static const struct member members[] = {
    MEMBER("redirect_uris", FORM_LIST, judge_redirect_uris),
    MEMBER("post_logout_redirect_uris", FORM_LIST, judge_redirect_uris),
    MEMBER("token_endpoint_auth_method", FORM_STRING, judge_auth_method),
    MEMBER("grant_types", FORM_LIST, judge_grants),
    MEMBER("response_types", FORM_LIST, judge_response_types),
    MEMBER("client_name", FORM_STRING, judge_text),
    MEMBER("client_uri", FORM_STRING, judge_https),
    MEMBER("logo_uri", FORM_STRING, judge_https),
    MEMBER("policy_uri", FORM_STRING, judge_https),
    MEMBER("tos_uri", FORM_STRING, judge_https),
    MEMBER("scope", FORM_STRING, judge_scope),
    MEMBER("contacts", FORM_LIST, judge_contacts),
    MEMBER("software_id", FORM_STRING, judge_text),
    MEMBER("software_version", FORM_STRING, judge_text),
    MEMBER("application_type", FORM_STRING, judge_application_type),
    MEMBER("subject_type", FORM_STRING, judge_subject_type),
    MEMBER("id_token_signed_response_alg", FORM_STRING, judge_alg),
    MEMBER("default_max_age", FORM_INTEGER, judge_max_age),
    MEMBER("require_auth_time", FORM_FLAG, NULL),
    MEMBER("access_token_format", FORM_STRING, judge_token_format),
    MEMBER("access_token_signed_response_alg", FORM_STRING, judge_alg),
    MEMBER("claims_in_id_token", FORM_FLAG, NULL),
    MEMBER("require_pkce", FORM_FLAG, NULL),
    MEMBER("require_consent", FORM_FLAG, NULL),
};
enum { MEMBERS = sizeof members / sizeof *members };

static const struct member *find_member(str_t name)
{
    for (size_t i = 0; i < MEMBERS; i++) {
        if (str_eq(str_from_cstr(members[i].name), name))
            return &members[i];
    }
    return NULL;
}

static const char *unknown_member(str_t name)
{
    str_t nearest = STR_NONE;

    for (size_t i = 0; i < MEMBERS; i++)
        nearest = nearest_of(name, nearest, str_from_cstr(members[i].name));
    return str_present(nearest) ? find_member(nearest)->meant : "is not known";
}

static const char *judge_form(enum form form, const json_t *value)
{
    switch (form) {
    case FORM_STRING:
        return json_is_string(value) ? NULL : "must be a text";
    case FORM_LIST:
        return json_is_array(value) ? NULL : "must be a list";
    case FORM_FLAG:
        return json_is_boolean(value) ? NULL : "must be true or false";
    case FORM_INTEGER:
        return json_is_integer(value) ? NULL : "must be a whole number";
    }
    return NULL;
}

static const char *judge_member(enum oauth_client_type type, const char *name, const json_t *value)
{
    const struct member *member = find_member(str_from_cstr(name));

    if (member == NULL)
        return unknown_member(str_from_cstr(name));
    const char *reason = judge_form(member->form, value);
    if (reason == NULL && member->judge != NULL)
        reason = member->judge(type, value);
    return reason;
}

/* --- all together --- */

static bool has_grant(const json_t *metadata, enum oauth_grant_type grant)
{
    const json_t *grants = json_object_get(metadata, "grant_types");

    for (size_t i = 0; i < json_array_size(grants); i++) {
        if (str_eq(json_array_str(grants, i), str_from_cstr(oauth_grant_type_name(grant))))
            return true;
    }
    return false;
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
    return (struct client_metadata_problem){0};
}

bool client_metadata_judge(arena_t *arena, enum oauth_client_type type, const json_t *metadata,
    struct client_metadata_problem *problem_out)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)metadata, name, value)
    {
        const char *reason = judge_member(type, name, value);

        if (reason != NULL) {
            *problem_out =
                (struct client_metadata_problem){arena_cstr(arena, str_from_cstr(name)), reason};
            return false;
        }
    }
    json_auto_t *whole = client_metadata_complete(type, metadata);
    *problem_out = judge_auth_by_type(type, whole);
    if (problem_out->reason == NULL)
        *problem_out = judge_grants_by_type(type, whole);
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
