/* The checks of an authorization request; pipeline.c says in which order. Each is one file. A check
 * reads request->form, fills its members of the request, and refuses in *error_out, which is
 * OAUTH_NONE when it is called.
 */
#ifndef TESSERA_OAUTH_AUTHORIZE_CHECKS_H
#define TESSERA_OAUTH_AUTHORIZE_CHECKS_H

#include "oauth/authorize/request.h"
#include "oauth/params.h"

typedef result_t authorize_check_fn(
    struct oauth_context *ctx, struct authorize_request *request, struct oauth_error *error_out);

authorize_check_fn check_client;
authorize_check_fn check_redirect_uri;
authorize_check_fn check_response_mode;
authorize_check_fn check_repeated;
authorize_check_fn check_unsupported;
authorize_check_fn check_response_type;
authorize_check_fn check_scope;
authorize_check_fn check_resource;
authorize_check_fn check_pkce;
authorize_check_fn check_nonce;
authorize_check_fn check_prompt;
authorize_check_fn check_max_age;
authorize_check_fn check_hints;
authorize_check_fn check_claims;

#endif
