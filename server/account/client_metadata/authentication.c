/* How a client proves itself. */
#include "account/client_metadata/members.h"

const char *judge_auth_method(enum oauth_client_type type, const json_t *value)
{
    enum oauth_auth_method method;
    str_t name = {json_string_value(value), json_string_length(value)};

    (void)type;
    return oauth_auth_method_find(name, &method) ? NULL
                                                 : "names a method that this server does not have";
}
