/* The open connections of one server, and the limits that libmicrohttpd does not keep: its timeout
 * counts silence only, and nothing counts bytes, so that a byte now and then, or an endless chunked
 * body, would hold a connection for ever. A sweeper closes what is over its time or its bytes.
 *
 * Notifications come from the server's workers; all functions may be called from any thread.
 */
#ifndef TESSERA_HTTP_CONNECTION_H
#define TESSERA_HTTP_CONNECTION_H

#include "base/result.h"

#include <stdint.h>

struct connections;
struct connection;

struct connection_limits {
    int64_t idle_ms;    /* silence between requests */
    int64_t request_ms; /* from the request line to the last byte of the body */
    int64_t reply_ms;   /* to take the reply */
    uint64_t bytes;     /* of one request, TLS and headers included */
};

MUST_USE result_t connections_new(
    const struct connection_limits *limits, struct connections **connections_out);
/* After the server stopped: none is left. */
void connections_free(struct connections **connections);

struct connection *connection_opened(struct connections *connections, int socket);
void connection_closed(struct connections *connections, struct connection **connection);

/* The steps of a request. */
void connection_receives(struct connections *connections, struct connection *connection);
void connection_handles(struct connections *connections, struct connection *connection);
void connection_replies(struct connections *connections, struct connection *connection);
void connection_rests(struct connections *connections, struct connection *connection);

/* How many are in a request now. */
unsigned connections_busy(struct connections *connections);

#endif
