#include "http/dispatch.h"

#include "base/clock.h"
#include "base/log.h"
#include "http/gate.h"
#include "http/incoming.h"
#include "http/reply.h"
#include "http/target.h"

#include <stdlib.h>
#include <string.h>

enum { CORRELATION_BYTES = 9, FORWARDED_MAX_BYTES = 4096 };

/* What the library keeps for us with a connection. The request is noted here too: after some errors
 * of its own the library never says that a request is over. */
struct channel {
    struct connection *connection;
    void *request; /* of incoming_new; NULL between requests */
};

static struct channel *channel_of(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

static const struct sockaddr *peer_of(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
}

static void opened(
    struct http_dispatch *dispatch, struct MHD_Connection *connection, void **socket_context)
{
    struct channel *channel = calloc(1, sizeof *channel);

    *socket_context = channel;
    if (channel != NULL)
        channel->connection = connection_opened(dispatch->connections,
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd,
            peer_of(connection));
}

static void closed(struct http_dispatch *dispatch, struct channel *channel)
{
    if (channel == NULL)
        return;
    incoming_free(&channel->request);
    connection_closed(dispatch->connections, &channel->connection);
    free(channel);
}

void http_dispatch_connection(void *self, struct MHD_Connection *connection, void **socket_context,
    enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        opened(self, connection, socket_context);
    else
        closed(self, *socket_context);
}

/* The library would note each parameter of the query in the connection's small memory, and when
 * that is full it loses its way: the connection hangs until it times out. Nobody here reads its
 * notes; so it finds no parameters. The text is its own buffer, which it writes to as well. */
static void hide_query(const char *uri)
{
    char *question = strchr(uri, '?');

    if (question != NULL && question[1] != '\0')
        question[1] = '\0';
}

void *http_dispatch_uri(void *self, const char *uri, struct MHD_Connection *connection)
{
    struct channel *channel = channel_of(connection);

    (void)self;
    if (channel == NULL || uri == NULL)
        return NULL;
    connection_receives(channel->connection);
    incoming_free(&channel->request);
    channel->request = incoming_new(connection, uri);
    hide_query(uri); /* Ulfius has copied the target by now */
    return channel->request;
}

void http_dispatch_completed(void *self, struct MHD_Connection *connection, void **request_context,
    enum MHD_RequestTerminationCode code)
{
    struct channel *channel = channel_of(connection);

    (void)self;
    (void)code;
    if (channel == NULL)
        return;
    incoming_free(&channel->request);
    *request_context = NULL;
    connection_rests(channel->connection);
}

/* Several lines are one list. Only its end can be believed, so that a client that sends more than
 * has room loses what it wrote itself, and not what a proxy wrote behind it. */
static str_t forwarded_of(arena_t *arena, const struct http_request *request)
{
    str_t all = STR_NONE;

    for (size_t i = request->fields_n; i-- > 0 && all.len < FORWARDED_MAX_BYTES;) {
        str_t value = request->fields[i].value;
        if (!str_eq_ci(request->fields[i].name, STR("x-forwarded-for")))
            continue;
        all = str_present(all) ? arena_printf(arena, "%.*s,%.*s", STR_ARG(value), STR_ARG(all))
                               : value;
    }
    return all.len > FORWARDED_MAX_BYTES ? str_from(all, all.len - FORWARDED_MAX_BYTES) : all;
}

static void identify(
    const struct http_dispatch *dispatch, const struct incoming *incoming, struct http_exchange *x)
{
    struct http_address address = http_address_of(x->arena, peer_of(incoming->connection),
        forwarded_of(x->arena, &x->request), &dispatch->proxies);

    x->request.address = address.text;
    x->request.address_bucket = address.bucket;
    x->request.correlation_id = random_token(x->arena, dispatch->random, CORRELATION_BYTES);
}

/* In absolute form the target names the host, and the header must not name another. */
static struct http_refusal judge_target(str_t text, struct http_request *request)
{
    struct http_target target;

    if (!http_target_split(text, &target) ||
        (str_present(target.authority) && !str_eq_ci(target.authority, request->host)))
        return (struct http_refusal){400, "The address cannot be read."};
    request->path = target.path;
    request->query = target.query;
    return (struct http_refusal){0};
}

static struct http_refusal judge_size(
    const struct incoming *incoming, const struct http_request *request)
{
    if (incoming_target(incoming).len > INCOMING_TARGET_MAX_BYTES)
        return (struct http_refusal){414, NULL};
    if (incoming_head_bytes(incoming) > INCOMING_HEAD_MAX_BYTES ||
        request->fields_n > INCOMING_MAX_FIELDS)
        return (struct http_refusal){431, NULL};
    return (struct http_refusal){0};
}

/* Ulfius cuts a body off behind the largest limit and goes on: what is longer than this route's is
 * told by the announced length, or by what is there. */
static struct http_refusal judge_body(
    const struct http_dispatch *dispatch, const struct http_exchange *x)
{
    size_t body_max = http_router_body_max(dispatch->router, x);
    int64_t length = incoming_length(&x->request);

    if (x->request.body.len > body_max || (length >= 0 && (uint64_t)length > body_max))
        return (struct http_refusal){413, NULL};
    return (struct http_refusal){0};
}

static struct http_refusal judge(const struct http_dispatch *dispatch,
    const struct incoming *incoming, struct http_exchange *x, bool exact)
{
    if (!exact)
        return (struct http_refusal){400, "The request cannot be read."};
    struct http_refusal refusal = judge_size(incoming, &x->request);
    if (refusal.status == 0)
        refusal = http_gate(&x->request);
    if (refusal.status == 0)
        refusal = judge_target(incoming_target(incoming), &x->request);
    if (refusal.status != 0)
        return refusal;
    http_router_find(dispatch->router, x);
    return judge_body(dispatch, x);
}

/* Whether the next request on this connection can be trusted to begin where we believe. The library
 * reads chunks more generously than others do (a bare LF for CRLF, anything as an extension), so
 * that a body of chunks may end elsewhere for a proxy. */
static bool may_go_on(const struct http_dispatch *dispatch, const struct http_request *request)
{
    return !atomic_load(&dispatch->draining) && incoming_length(request) >= 0;
}

static void answer(struct http_dispatch *dispatch, const struct incoming *incoming,
    struct http_exchange *x, bool exact)
{
    struct http_refusal refusal = judge(dispatch, incoming, x, exact);

    if (refusal.status != 0)
        http_router_refuse(dispatch->router, x, refusal.status, str_from_cstr(refusal.why));
    else
        http_router_serve(dispatch->router, x);
    if (refusal.status != 0 || !may_go_on(dispatch, &x->request))
        http_reply_header(x, "Connection", STR("close"));
    http_reply_header(x, "X-Request-Id", x->request.correlation_id);
    reply_make_fit(incoming, x);
}

static void log_access(
    const struct http_dispatch *dispatch, const struct http_exchange *x, int64_t begun_ms)
{
    /* Never the query: codes, states and flows stand there. */
    LOG_AT_(dispatch->quiet ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO, "http.request",
        log_str("method", x->request.method_name), log_str("path", x->request.path),
        log_int("status", x->reply.status), log_int("bytes", (int64_t)x->reply.body.len),
        log_int("ms", clock_monotonic_ms() - begun_ms), log_str("address", x->request.address));
}

int http_dispatch_request(
    const struct _u_request *request, struct _u_response *response, void *self)
{
    struct http_dispatch *dispatch = self;
    const struct incoming *incoming = incoming_of(request);
    struct connection *connection = channel_of(incoming->connection)->connection;
    int64_t begun_ms = clock_monotonic_ms();
    AUTO_ARENA arena = arena_new(dispatch->arena_max);
    struct http_exchange *x = ARENA_NEW(arena, struct http_exchange);

    connection_handles(connection);
    x->arena = arena;
    bool exact = incoming_read(incoming, x);
    identify(dispatch, incoming, x);
    log_set_correlation(x->request.correlation_id);
    answer(dispatch, incoming, x, exact);
    log_access(dispatch, x, begun_ms);
    log_set_correlation(STR_NONE);
    int done = reply_render(x, response);
    connection_replies(connection);
    return done;
}
