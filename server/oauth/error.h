/* A client's mistake, in the protocol's vocabulary (RFC 6749 4.1.2.1 and 5.2, RFC 6750 3.1, RFC
 * 8707 2, OpenID Connect Core 3.1.2.6). A value, never a result_t.
 */
#ifndef TESSERA_OAUTH_ERROR_H
#define TESSERA_OAUTH_ERROR_H

#include <stdbool.h>
#include <stddef.h>

enum oauth_error_code {
    OAUTH_NO_ERROR,
    OAUTH_INVALID_REQUEST,
    OAUTH_INVALID_CLIENT,
    OAUTH_INVALID_GRANT,
    OAUTH_UNAUTHORIZED_CLIENT,
    OAUTH_UNSUPPORTED_GRANT_TYPE,
    OAUTH_UNSUPPORTED_RESPONSE_TYPE,
    OAUTH_UNSUPPORTED_RESPONSE_MODE,
    OAUTH_INVALID_SCOPE,
    OAUTH_INVALID_TARGET,
    OAUTH_INVALID_TOKEN,
    OAUTH_INSUFFICIENT_SCOPE,
    OAUTH_ACCESS_DENIED,
    OAUTH_SERVER_ERROR,
    OAUTH_TEMPORARILY_UNAVAILABLE,
    OAUTH_LOGIN_REQUIRED,
    OAUTH_CONSENT_REQUIRED,
    OAUTH_INTERACTION_REQUIRED,
    OAUTH_ACCOUNT_SELECTION_REQUIRED,
    OAUTH_REQUEST_NOT_SUPPORTED,
    OAUTH_REQUEST_URI_NOT_SUPPORTED,
    OAUTH_REGISTRATION_NOT_SUPPORTED,
    OAUTH_UNMET_AUTHENTICATION_REQUIREMENTS,
};

struct oauth_error {
    enum oauth_error_code code;
    const char *description; /* static, for the client's developer; ASCII without " and \ */
    const char *detail;      /* static, for the log; may be NULL */
};

#define OAUTH_NONE ((struct oauth_error){OAUTH_NO_ERROR, NULL, NULL})

static inline struct oauth_error oauth_refuse(enum oauth_error_code code, const char *description)
{
    return (struct oauth_error){code, description, NULL};
}

static inline bool oauth_failed(struct oauth_error error)
{
    return error.code != OAUTH_NO_ERROR;
}

/* The code as it travels ("invalid_request"). */
const char *oauth_error_name(enum oauth_error_code code);

/* The HTTP status of a direct answer (token, introspection, revocation, userinfo). */
int oauth_error_status(enum oauth_error_code code);

#endif
