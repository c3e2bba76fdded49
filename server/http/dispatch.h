/* From libmicrohttpd and Ulfius to an exchange, and back. Ulfius parses neither query nor body nor
 * cookies for us: it joins what is repeated, drops what is not UTF-8 and cuts at NUL. Its callback
 * comes once the body is there and gets no connection, so the callbacks that it has below are
 * wrapped, and pass it on.
 *
 * Callbacks run on the server's workers, many at once.
 */
#ifndef TESSERA_HTTP_DISPATCH_H
#define TESSERA_HTTP_DISPATCH_H

#include "base/random.h"
#include "http/address.h"
#include "http/connection.h"
#include "http/router.h"

#include <microhttpd.h>
#include <stdatomic.h>

struct _u_request;
struct _u_response;

struct http_dispatch {
    const struct http_router *router;
    const struct random_source *random; /* correlation ids */
    struct http_proxies proxies;
    struct connections *connections;
    size_t arena_max; /* bytes a request may use */
    bool quiet;       /* requests are logged at level debug only */
    atomic_bool draining;
};

/* All take a struct http_dispatch first. */
void http_dispatch_connection(void *self, struct MHD_Connection *connection, void **socket_context,
    enum MHD_ConnectionNotificationCode code);
void *http_dispatch_uri(void *self, const char *uri, struct MHD_Connection *connection);
void http_dispatch_completed(void *self, struct MHD_Connection *connection, void **request_context,
    enum MHD_RequestTerminationCode code);

/* Ulfius's callback of every method and path. */
int http_dispatch_request(
    const struct _u_request *request, struct _u_response *response, void *self);

#endif
