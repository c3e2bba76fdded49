/* Requests that come from clients by query or by POST, to endpoints that need the browser's
 * cookies: those by POST are answered by a GET of the same, as SameSite cookies come with that
 * alone. One exchange, one thread.
 */
#ifndef TESSERA_HTTP_ENDPOINT_POSTED_REQUEST_H
#define TESSERA_HTTP_ENDPOINT_POSTED_REQUEST_H

#include "base/form.h"
#include "http/service.h"

/* The parameters, by whichever way they came. *ready_out false: it replied with the refusal. */
MUST_USE result_t posted_request_read(
    struct http_exchange *x, struct oauth_context *ctx, struct form *form_out, bool *ready_out);

/* The same from the address alone: for a page whose own form is in the body. */
MUST_USE result_t posted_request_fetch(
    struct http_exchange *x, struct oauth_context *ctx, struct form *form_out, bool *ready_out);

/* Keeps what was posted and replies 303 to `path` with a reference to it. */
MUST_USE result_t posted_request_come_back(
    struct http_exchange *x, struct oauth_context *ctx, const char *path, const struct form *form);

#endif
