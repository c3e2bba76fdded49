/* What the pages of a flow share: each request loads the flow of its browser, checks the stored
 * request anew, and asks the core which page comes next. A flow is for a client's authorization
 * request or for a page of our own (authn/entry.h). One exchange, one thread.
 */
#ifndef TESSERA_HTTP_ENDPOINT_FLOW_PAGE_H
#define TESSERA_HTTP_ENDPOINT_FLOW_PAGE_H

#include "authn/entry.h"
#include "authn/sign_in.h"
#include "http/endpoint/flow_start.h"
#include "http/view.h"
#include "oauth/authorize/response.h"

struct flow_page {
    struct http_exchange *x;
    struct oauth_context oauth;
    struct authn_context authn;
    str_t browser_secret;
    struct authn_flow *flow;
    struct form form;                 /* the stored request */
    struct authorize_request request; /* of a client; else nothing stands in it */
    struct authn_entry entry;         /* of our own */
    struct authn_demand demand;
    const struct authn_session *session; /* the browser's; NULL: nobody is signed in */
    /* Set by a page whose form speaks for who is signed in: a post counts for that session alone.
     */
    bool form_of_session;
};

struct authn_demand flow_demand(struct oauth_context *ctx, const struct authorize_request *request);

/* *ready_out false: it replied already. */
MUST_USE result_t flow_page_load(struct http_exchange *x, struct flow_page *page, bool *ready_out);

/* Steps, and replies: with the answer to the client, with a redirect to the page that is due, or,
 * when that is `shown`, nothing: *show_out is true, and the caller renders it with `step_out`. A
 * caller that shows nothing itself (after a post) passes AUTHN_PAGE_OVER. */
MUST_USE result_t flow_page_step(
    struct flow_page *page, enum authn_page shown, struct authn_step *step_out, bool *show_out);

/* Steps after a post: always answers by a redirect or the client's answer. */
MUST_USE result_t flow_page_go_on(struct flow_page *page);

/* Sets the cookies of somebody who has just signed in, and goes on. */
MUST_USE result_t flow_page_signed_in(struct flow_page *page, const struct authn_sign_in *result);

/* A view of the flow's page with its form: `path` is its own. Own. */
json_t *flow_page_view(struct flow_page *page, const char *name, const char *path);
void flow_page_reply(struct flow_page *page, int status, json_t *view);

/* Whether the posted form is one that this browser, and if it speaks for a session that session,
 * was shown. */
bool flow_page_is_ours(struct flow_page *page, const struct form *posted);

/* Issues the code for the session's person and answers the client. */
MUST_USE result_t flow_answer(struct http_exchange *x, struct oauth_context *ctx,
    const struct authorize_request *request, const struct authn_session *session,
    const struct authn_granted *granted);

/* Sends the browser to the client with `response`. */
void flow_deliver(struct http_exchange *x, const struct authorize_request *request,
    const struct authorize_response *response);

#endif
