/* The handlers of routes.c, one file each; a screenful that reads the request into plain structs,
 * calls the core once, and renders the value that comes back. */
#ifndef TESSERA_HTTP_ENDPOINT_ENDPOINTS_H
#define TESSERA_HTTP_ENDPOINT_ENDPOINTS_H

#include "http/exchange.h"

/* protocol */
http_handler_fn endpoint_discovery;
http_handler_fn endpoint_jwks;
http_handler_fn endpoint_authorize;
http_handler_fn endpoint_token;
http_handler_fn endpoint_userinfo;
http_handler_fn endpoint_introspect;
http_handler_fn endpoint_revoke;
http_handler_fn endpoint_end_session;

/* pages */
http_handler_fn endpoint_sign_in;
http_handler_fn endpoint_register;
http_handler_fn endpoint_verify;
http_handler_fn endpoint_consent;
http_handler_fn endpoint_logout;
http_handler_fn endpoint_recover;
http_handler_fn endpoint_reset;
http_handler_fn endpoint_setup;
http_handler_fn endpoint_assets;
http_handler_fn endpoint_branding;

/* the account API */
http_handler_fn endpoint_account_me;
http_handler_fn endpoint_account_password;
http_handler_fn endpoint_account_sessions;
http_handler_fn endpoint_account_session;
http_handler_fn endpoint_account_grants;
http_handler_fn endpoint_account_grant;
http_handler_fn endpoint_account_history;

/* a development server's own */
http_handler_fn endpoint_dev_app;
http_handler_fn endpoint_dev_outbox;
http_handler_fn endpoint_dev_outbox_json;

/* management */
http_handler_fn endpoint_healthz;
http_handler_fn endpoint_readyz;
http_handler_fn endpoint_metrics;

#endif
