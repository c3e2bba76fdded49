#include "account/client_metadata/members.h"

#include "base/json_read.h"
#include "base/nearest.h"

enum form { FORM_STRING, FORM_LIST, FORM_FLAG, FORM_INTEGER, FORM_OBJECT };

struct member {
    const char *name;
    const char *meant; /* what is said of a member that looks like this one */
    enum form form;
    client_member_judge *judge; /* NULL: by form only */
};

#define MEMBER(name, form, judge)                                                                  \
    {                                                                                              \
        name, "is not known; did you mean " name "?", form, judge                                  \
    }

static const struct member members[] = {
    MEMBER("redirect_uris", FORM_LIST, judge_redirect_uris),
    MEMBER("post_logout_redirect_uris", FORM_LIST, judge_redirect_uris),
    MEMBER("backchannel_logout_uri", FORM_STRING, judge_https),
    MEMBER("backchannel_logout_session_required", FORM_FLAG, NULL),
    MEMBER("token_endpoint_auth_method", FORM_STRING, judge_auth_method),
    MEMBER("token_endpoint_auth_signing_alg", FORM_STRING, judge_assertion_alg),
    MEMBER("accept_token_endpoint_audience", FORM_FLAG, NULL),
    MEMBER("jwks", FORM_OBJECT, NULL),
    MEMBER("jwks_uri", FORM_STRING, judge_https),
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
    MEMBER("sector_identifier_uri", FORM_STRING, judge_https),
    MEMBER("id_token_signed_response_alg", FORM_STRING, judge_alg),
    MEMBER("id_token_encrypted_response_alg", FORM_STRING, judge_encryption_alg),
    MEMBER("id_token_encrypted_response_enc", FORM_STRING, judge_encryption_enc),
    MEMBER("userinfo_signed_response_alg", FORM_STRING, judge_alg),
    MEMBER("userinfo_encrypted_response_alg", FORM_STRING, judge_encryption_alg),
    MEMBER("userinfo_encrypted_response_enc", FORM_STRING, judge_encryption_enc),
    MEMBER("introspection_signed_response_alg", FORM_STRING, judge_alg),
    MEMBER("introspection_encrypted_response_alg", FORM_STRING, judge_encryption_alg),
    MEMBER("introspection_encrypted_response_enc", FORM_STRING, judge_encryption_enc),
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
    case FORM_OBJECT:
        return json_is_object(value) ? NULL : "must be an object";
    }
    return NULL;
}

const char *client_member_problem(
    enum oauth_client_type type, const char *name, const json_t *value)
{
    const struct member *member = find_member(str_from_cstr(name));

    if (member == NULL)
        return unknown_member(str_from_cstr(name));
    const char *reason = judge_form(member->form, value);
    if (reason == NULL && member->judge != NULL)
        reason = member->judge(type, value);
    return reason;
}

const char *client_member_strings(const json_t *value, size_t max)
{
    if (!json_is_array(value) || json_array_size(value) > max)
        return "must be a list of at most 32 texts";
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (!json_is_string(json_array_get(value, i)))
            return "must be a list of at most 32 texts";
    }
    return NULL;
}
