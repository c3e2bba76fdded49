/* How a client proves itself. */
#include "account/client_metadata/members.h"
#include "oauth/client_auth/methods.h"

const char *judge_auth_method(enum oauth_client_type type, const json_t *value)
{
    enum oauth_auth_method method;
    str_t name = {json_string_value(value), json_string_length(value)};

    (void)type;
    return oauth_auth_method_find(name, &method) ? NULL
                                                 : "names a method that this server does not have";
}

const char *judge_assertion_alg(enum oauth_client_type type, const json_t *value)
{
    str_t name = {json_string_value(value), json_string_length(value)};

    (void)type;
    for (size_t i = 0; oauth_client_auths[i]; i++) {
        if (client_auth_has_alg(oauth_client_auths[i], name))
            return NULL;
    }
    return "names an algorithm that this server does not take assertions with";
}
