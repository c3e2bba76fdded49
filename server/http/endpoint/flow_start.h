/* How a person comes into a flow (authn/flow.h): from an authorization request that cannot be
 * answered at once, or on the way to a page of ours. */
#ifndef TESSERA_HTTP_ENDPOINT_FLOW_START_H
#define TESSERA_HTTP_ENDPOINT_FLOW_START_H

#include "authn/flow.h"
#include "http/service.h"

/* Begins a flow in this browser, and sends it to the page `path`. `request` is form-encoded. */
MUST_USE result_t flow_start(struct http_exchange *x, struct authn_context *ctx,
    enum authn_flow_target target, str_t request, const char *path);

/* GET path?to=... (authn/entry.h): sends the person where the query asks, by a new flow that begins
 * at `path` unless what it asks is satisfied already. */
MUST_USE result_t flow_enter(struct http_exchange *x, const char *path);

/* The browser's session, or NULL. */
MUST_USE result_t flow_session(
    struct http_exchange *x, struct authn_context *ctx, const struct authn_session **session_out);

/* "flow=ID" */
str_t flow_query(struct http_exchange *x, const struct authn_flow *flow);

/* The request anew, for "start again". */
str_t flow_start_url(struct http_exchange *x, const struct authn_flow *flow);

#endif
