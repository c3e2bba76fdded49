/* A server on one or more addresses: Ulfius over libmicrohttpd, epoll and a pool of workers, with
 * the limits that both leave open (connection.h, gate.h, head.h). Two servers run side by side: the
 * public one and the management one.
 *
 * Start, drain and stop belong to one thread and block.
 */
#ifndef TESSERA_HTTP_SERVER_H
#define TESSERA_HTTP_SERVER_H

#include "base/random.h"
#include "base/result.h"
#include "config/address.h"
#include "http/router.h"
#include "http/tls.h"

enum { HTTP_SERVER_MAX_SOCKETS = 16, HTTP_CONNECTIONS_PER_WORKER = 120 };

/* All borrowed until the server stopped. */
struct http_server_options {
    const struct http_router *router;
    const struct random_source *random;
    const struct address_listen *listen;
    size_t listen_n;
    struct http_tls *tls;                /* NULL: plain HTTP */
    const struct address_range *proxies; /* believed in X-Forwarded-For */
    size_t proxies_n;
    unsigned workers;                      /* threads an address */
    unsigned connections;                  /* an address; at most 120 a worker are used */
    unsigned connections_per_address;      /* of one client (connection.h); 0: no limit */
    const struct address_range *uncounted; /* whose connections are not limited so */
    size_t uncounted_n;
    unsigned idle_timeout_s;
    unsigned request_timeout_s;
    bool quiet; /* requests are logged at level debug only */
};

struct http_server;

/* RESULT_UNAVAILABLE if an address is in use. */
MUST_USE result_t http_server_start(
    const struct http_server_options *options, struct http_server **server_out);

/* Of the n-th entry of `listen`: what port 0 became. */
uint16_t http_server_port(const struct http_server *server, size_t n);

/* Takes no new connections, answers what has begun with "Connection: close", and returns when none
 * is left or `timeout_ms` is over. */
void http_server_drain(struct http_server *server, int64_t timeout_ms);

/* Ends what is still open. */
void http_server_stop(struct http_server **server);

#endif
