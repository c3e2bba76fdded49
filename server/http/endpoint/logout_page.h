/* What the end-session endpoint and the page that asks share (OpenID Connect RP-Initiated Logout
 * 1.0, section 2). */
#ifndef TESSERA_HTTP_ENDPOINT_LOGOUT_PAGE_H
#define TESSERA_HTTP_ENDPOINT_LOGOUT_PAGE_H

#include "http/service.h"
#include "oidc/logout/end_session.h"

struct logout_page {
    struct http_exchange *x;
    struct oauth_context oauth;
    struct authn_context authn;
    struct form form; /* the request's parameters */
    struct end_session_request request;
    const struct authn_session *session; /* NULL: nobody is signed in */
};

/* Where the parameters are: posted_request_read or posted_request_fetch. */
typedef result_t logout_page_source_fn(
    struct http_exchange *x, struct oauth_context *ctx, struct form *form_out, bool *ready_out);

/* *ready_out false: it replied with the refusal. A language that was chosen on the page stands
 * above the request's. */
MUST_USE result_t logout_page_load(struct http_exchange *x, logout_page_source_fn *source,
    struct logout_page *page, bool *ready_out);

/* Ends the session, takes its cookie away, and leaves. */
MUST_USE result_t logout_page_end(struct logout_page *page);

/* To the registered address, or to our own page that says that it is done, or that the person chose
 * to stay. */
void logout_page_leave(struct logout_page *page, bool stayed);

#endif
