#include "oauth/error.h"

static const struct {
    const char *name;
    int status;
} errors[] = {
    [OAUTH_NO_ERROR] = {"", 200},
    [OAUTH_INVALID_REQUEST] = {"invalid_request", 400},
    [OAUTH_INVALID_CLIENT] = {"invalid_client", 401},
    [OAUTH_INVALID_GRANT] = {"invalid_grant", 400},
    [OAUTH_UNAUTHORIZED_CLIENT] = {"unauthorized_client", 400},
    [OAUTH_UNSUPPORTED_GRANT_TYPE] = {"unsupported_grant_type", 400},
    [OAUTH_UNSUPPORTED_RESPONSE_TYPE] = {"unsupported_response_type", 400},
    [OAUTH_UNSUPPORTED_RESPONSE_MODE] = {"invalid_request", 400},
    [OAUTH_INVALID_SCOPE] = {"invalid_scope", 400},
    [OAUTH_INVALID_TARGET] = {"invalid_target", 400},
    [OAUTH_INVALID_TOKEN] = {"invalid_token", 401},
    [OAUTH_INSUFFICIENT_SCOPE] = {"insufficient_scope", 403},
    [OAUTH_ACCESS_DENIED] = {"access_denied", 403},
    [OAUTH_SERVER_ERROR] = {"server_error", 500},
    [OAUTH_TEMPORARILY_UNAVAILABLE] = {"temporarily_unavailable", 503},
    [OAUTH_LOGIN_REQUIRED] = {"login_required", 400},
    [OAUTH_CONSENT_REQUIRED] = {"consent_required", 400},
    [OAUTH_INTERACTION_REQUIRED] = {"interaction_required", 400},
    [OAUTH_ACCOUNT_SELECTION_REQUIRED] = {"account_selection_required", 400},
    [OAUTH_REQUEST_NOT_SUPPORTED] = {"request_not_supported", 400},
    [OAUTH_REQUEST_URI_NOT_SUPPORTED] = {"request_uri_not_supported", 400},
    [OAUTH_REGISTRATION_NOT_SUPPORTED] = {"registration_not_supported", 400},
    [OAUTH_UNMET_AUTHENTICATION_REQUIREMENTS] = {"unmet_authentication_requirements", 400},
};

const char *oauth_error_name(enum oauth_error_code code)
{
    return errors[code].name;
}

int oauth_error_status(enum oauth_error_code code)
{
    return errors[code].status;
}
