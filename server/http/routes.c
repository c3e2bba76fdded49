#include "http/routes.h"

#include "http/endpoint/endpoints.h"
#include "oauth/paths.h"

enum {
    GET = HTTP_GET,
    BOTH = HTTP_GET | HTTP_POST,
    FORM_PAGE = HTTP_ROUTE_PAGE | HTTP_ROUTE_FORM,
    API_JSON = HTTP_ROUTE_API | HTTP_ROUTE_JSON,
    API_BODY_MAX = 16 * 1024,
    /* A look at a flow moves it on, and may answer the client. */
    FLOW_PAGE = FORM_PAGE | HTTP_ROUTE_GET_ACTS,
    CLIENT_PAGE = FORM_PAGE | HTTP_ROUTE_GET_ACTS | HTTP_ROUTE_CROSS_SITE,
};

/* clang-format off */
/* Described in schemas/openapi.yaml; a test holds the two together. */
#define ACCOUNT_API_ROUTES                                                                         \
    {HTTP_GET | HTTP_PATCH,  "/api/account/v1/me",        endpoint_account_me,       API_JSON, HTTP_CORS_NONE, API_BODY_MAX}, \
    {HTTP_PUT,               "/api/account/v1/password",  endpoint_account_password, API_JSON, HTTP_CORS_NONE, API_BODY_MAX}, \
    {HTTP_GET | HTTP_DELETE, "/api/account/v1/sessions",  endpoint_account_sessions, API_JSON, HTTP_CORS_NONE, API_BODY_MAX}, \
    {HTTP_DELETE,            "/api/account/v1/sessions/", endpoint_account_session,  API_JSON | HTTP_ROUTE_PREFIX, HTTP_CORS_NONE, API_BODY_MAX}, \
    {HTTP_GET,               "/api/account/v1/grants",    endpoint_account_grants,   API_JSON, HTTP_CORS_NONE, API_BODY_MAX}, \
    {HTTP_DELETE,            "/api/account/v1/grants/",   endpoint_account_grant,    API_JSON | HTTP_ROUTE_PREFIX, HTTP_CORS_NONE, API_BODY_MAX}, \
    {HTTP_GET,               "/api/account/v1/history",   endpoint_account_history,  API_JSON, HTTP_CORS_NONE, API_BODY_MAX}, \
    {0,                      "/api/",                     NULL,                      API_JSON | HTTP_ROUTE_PREFIX, HTTP_CORS_NONE, 0}

#define PUBLIC_ROUTES                                                                              \
    {GET,       "/.well-known/openid-configuration",       endpoint_discovery,   0, HTTP_CORS_ALL, 0}, \
    {GET,       "/.well-known/oauth-authorization-server", endpoint_discovery,   HTTP_ROUTE_INSERTED, HTTP_CORS_ALL, 0}, \
    {GET,       "/.well-known/openid-configuration",       endpoint_discovery,   HTTP_ROUTE_INSERTED, HTTP_CORS_ALL, 0}, \
    {GET,       OAUTH_PATH_JWKS,       endpoint_jwks,        0, HTTP_CORS_ALL, 0},                 \
    {BOTH,      OAUTH_PATH_AUTHORIZE,  endpoint_authorize,   CLIENT_PAGE, HTTP_CORS_NONE, 0}, \
    {HTTP_POST, OAUTH_PATH_TOKEN,      endpoint_token,       HTTP_ROUTE_OAUTH, HTTP_CORS_CLIENTS, 0},             \
    {BOTH,      OAUTH_PATH_USERINFO,   endpoint_userinfo,    HTTP_ROUTE_FORM | HTTP_ROUTE_OAUTH, HTTP_CORS_CLIENTS, 0}, \
    {HTTP_POST, OAUTH_PATH_INTROSPECT, endpoint_introspect,  HTTP_ROUTE_OAUTH, HTTP_CORS_NONE, 0},                \
    {HTTP_POST, OAUTH_PATH_REVOKE,     endpoint_revoke,      HTTP_ROUTE_OAUTH, HTTP_CORS_CLIENTS, 0},             \
    {BOTH,      OAUTH_PATH_LOGOUT,     endpoint_end_session, CLIENT_PAGE, HTTP_CORS_NONE, 0}, \
    {BOTH,      "/ui/sign-in",         endpoint_sign_in,     FLOW_PAGE, HTTP_CORS_NONE, 0},        \
    {BOTH,      "/ui/register",        endpoint_register,    FLOW_PAGE, HTTP_CORS_NONE, 0},        \
    {BOTH,      "/ui/verify",          endpoint_verify,      FLOW_PAGE, HTTP_CORS_NONE, 0},        \
    {BOTH,      "/ui/consent",         endpoint_consent,     FLOW_PAGE, HTTP_CORS_NONE, 0},        \
    {BOTH,      "/ui/logout",          endpoint_logout,      FORM_PAGE, HTTP_CORS_NONE, 0},        \
    {BOTH,      "/ui/recover",         endpoint_recover,     FORM_PAGE, HTTP_CORS_NONE, 0},        \
    {BOTH,      "/ui/reset",           endpoint_reset,       FORM_PAGE, HTTP_CORS_NONE, 0},        \
    {BOTH,      "/ui/setup",           endpoint_setup,       FORM_PAGE, HTTP_CORS_NONE, 0},        \
    ACCOUNT_API_ROUTES,                                                                            \
    {GET,       "/ui/branding.css",    endpoint_branding,    0, HTTP_CORS_NONE, 0},                \
    {GET,       "/ui/assets/",         endpoint_assets,      HTTP_ROUTE_PREFIX, HTTP_CORS_NONE, 0}

static const struct http_route public_routes[] = {PUBLIC_ROUTES};

static const struct http_route development_routes[] = {PUBLIC_ROUTES,
    {GET,                   "/dev/app",         endpoint_dev_app,         HTTP_ROUTE_PAGE, HTTP_CORS_NONE, 0},
    {GET,                   "/dev/outbox",      endpoint_dev_outbox,      HTTP_ROUTE_PAGE, HTTP_CORS_NONE, 0},
    {GET | HTTP_DELETE,     "/dev/outbox.json", endpoint_dev_outbox_json, 0, HTTP_CORS_NONE, 0},
};

static const struct http_route management_routes[] = {
    {GET, "/healthz", endpoint_healthz, 0, HTTP_CORS_NONE, 0},
    {GET, "/readyz",  endpoint_readyz,  0, HTTP_CORS_NONE, 0},
    {GET, "/metrics", endpoint_metrics, 0, HTTP_CORS_NONE, 0},
};
/* clang-format on */

#define ROUTES(table)                                                                              \
    {                                                                                              \
        (table), sizeof(table) / sizeof(table)[0]                                                  \
    }

const struct http_routes http_public_routes = ROUTES(public_routes);
const struct http_routes http_development_routes = ROUTES(development_routes);
const struct http_routes http_management_routes = ROUTES(management_routes);
