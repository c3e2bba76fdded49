/* What a client may ask for, and where people come back to. */
#include "account/client_metadata/members.h"
#include "base/json_read.h"
#include "oauth/redirect_uri.h"
#include "oauth/scope.h"

#include <string.h>

/* The sentence of oauth/redirect_uri.h without its subject. */
static const char *without_subject(const char *reason)
{
    return reason != NULL && strncmp(reason, "it ", 3) == 0 ? reason + 3 : reason;
}

const char *judge_redirect_uris(enum oauth_client_type type, const json_t *value)
{
    const char *reason = client_member_strings(value, CLIENT_MAX_URIS);

    for (size_t i = 0; reason == NULL && i < json_array_size(value); i++)
        reason = without_subject(redirect_uri_refusal(type, json_array_str(value, i)));
    return reason;
}

const char *judge_grants(enum oauth_client_type type, const json_t *value)
{
    enum oauth_grant_type grant;
    const char *reason = client_member_strings(value, CLIENT_MAX_URIS);

    (void)type;
    for (size_t i = 0; reason == NULL && i < json_array_size(value); i++) {
        if (!oauth_grant_type_find(json_array_str(value, i), &grant))
            reason = "names a grant that this server does not have";
    }
    return reason;
}

const char *judge_response_types(enum oauth_client_type type, const json_t *value)
{
    const char *reason = client_member_strings(value, CLIENT_MAX_URIS);

    (void)type;
    for (size_t i = 0; reason == NULL && i < json_array_size(value); i++) {
        if (!str_eq(json_array_str(value, i), STR("code")))
            reason = "may hold \"code\" only";
    }
    return reason;
}

const char *judge_scope(enum oauth_client_type type, const json_t *value)
{
    str_t list = {json_string_value(value), json_string_length(value)};

    (void)type;
    return scope_list_valid(list) ? NULL : "must be a list of scopes with single spaces between";
}

/* OpenID Connect Registration, section 2: it follows from the type, and may be repeated. */
const char *judge_application_type(enum oauth_client_type type, const json_t *value)
{
    str_t given = {json_string_value(value), json_string_length(value)};
    bool native = type == CLIENT_NATIVE;

    return str_eq(given, native ? STR("native") : STR("web")) ? NULL
                                                              : "does not fit the client's type";
}
