/* The open connections of one server, and the limits that Ulfius and libmicrohttpd do not keep:
 * their timeout counts silence only and nothing counts bytes, so that a byte now and then, or a
 * body without end, would hold a connection for ever; their limit an address counts each of the
 * 2^64 addresses of an IPv6 subscriber for itself; and once all places are taken, nobody else gets
 * in until somebody leaves. A sweeper ends what is over its time or its bytes, and, when places run
 * short, the connections that rest longest.
 *
 * Notifications come from the server's workers; all functions may be called from any thread.
 */
#ifndef TESSERA_HTTP_CONNECTION_H
#define TESSERA_HTTP_CONNECTION_H

#include "base/random.h"
#include "base/result.h"
#include "config/address.h"

struct connections;
struct connection;

struct connection_limits {
    int64_t idle_ms;      /* silence between requests */
    int64_t request_ms;   /* from the request line to the last byte; and from accept to the first */
    int64_t reply_ms;     /* to take the reply */
    uint64_t bytes;       /* of one request, TLS included; counted once a sweep has seen it */
    unsigned connections; /* places; past 7/8 of them resting connections give way */
    unsigned per_address; /* an IPv4 address or an IPv6 /64; 0: no limit */
    const struct address_range *uncounted; /* not limited an address: trusted proxies; borrowed */
    size_t uncounted_n;
};

MUST_USE result_t connections_new(const struct connection_limits *limits,
    const struct random_source *random, struct connections **connections_out);
/* After the server stopped: none is left. */
void connections_free(struct connections **connections);

/* NULL without memory: nothing watches it. One past the limit of its address is ended at once. */
struct connection *connection_opened(
    struct connections *connections, int socket, const struct sockaddr *peer);

/* Before its socket is closed. In the middle of a request it lingers (linger.h). */
void connection_closed(struct connections *connections, struct connection **connection);

/* The steps of a request. */
void connection_receives(struct connection *connection);
void connection_handles(struct connection *connection);
void connection_replies(struct connection *connection);
void connection_rests(struct connection *connection);

/* Ends those that rest and have sent nothing more. */
void connections_end_resting(struct connections *connections);

struct connections_load {
    unsigned open;
    unsigned busy; /* of them in a request now */
    uint64_t opened;
    uint64_t cut;     /* ended by the sweeper */
    uint64_t refused; /* past the limit of their address */
};

struct connections_load connections_load(struct connections *connections);

#endif
