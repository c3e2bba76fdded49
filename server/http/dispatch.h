/* From libmicrohttpd to an exchange, and back: a request's head is judged before its body is read,
 * the body counted as it comes, and the reply sent.
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
enum MHD_Result http_dispatch_request(void *self, struct MHD_Connection *connection,
    const char *url, const char *method, const char *version, const char *upload,
    size_t *upload_size, void **request_context);
void http_dispatch_completed(void *self, struct MHD_Connection *connection, void **request_context,
    enum MHD_RequestTerminationCode code);

#endif
