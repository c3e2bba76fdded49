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

/* What the library keeps for us with a connection. The request in it is ours and not the library's
 * to keep: after some errors of its own it never says that a request is over. */
struct channel {
    struct connection *connection;
    struct incoming *incoming; /* NULL between requests */
    bool unread;               /* the client may still send what was refused */
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
    incoming_free(&channel->incoming);
    connection_closed(dispatch->connections, &channel->connection, channel->unread);
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
    incoming_free(&channel->incoming);
    channel->incoming = incoming_new(connection, str_from_cstr(uri));
    hide_query(uri);
    return NULL;
}

void http_dispatch_completed(void *self, struct MHD_Connection *connection, void **request_context,
    enum MHD_RequestTerminationCode code)
{
    struct channel *channel = channel_of(connection);

    (void)self;
    (void)request_context;
    (void)code;
    if (channel == NULL)
        return;
    incoming_free(&channel->incoming);
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

static void identify(const struct http_dispatch *dispatch, struct incoming *incoming)
{
    struct http_request *request = &incoming->x->request;
    struct http_address address = http_address_of(incoming->arena, peer_of(incoming->connection),
        forwarded_of(incoming->arena, request), &dispatch->proxies);

    request->address = address.text;
    request->address_bucket = address.bucket;
    request->correlation_id = random_token(incoming->arena, dispatch->random, CORRELATION_BYTES);
}

/* In absolute form the target names the host, and the header must not name another. */
static struct http_refusal judge_target(struct incoming *incoming)
{
    struct http_request *request = &incoming->x->request;
    struct http_target target;

    if (!http_target_split(incoming->target, &target) ||
        (str_present(target.authority) && !str_eq_ci(target.authority, request->host)))
        return (struct http_refusal){400, "The address cannot be read."};
    request->path = target.path;
    request->query = target.query;
    return (struct http_refusal){0};
}

static struct http_refusal judge_size(const struct incoming *incoming)
{
    if (incoming->target.len > INCOMING_TARGET_MAX_BYTES)
        return (struct http_refusal){414, NULL};
    if (incoming->head_bytes > INCOMING_HEAD_MAX_BYTES ||
        incoming->x->request.fields_n > INCOMING_MAX_FIELDS)
        return (struct http_refusal){431, NULL};
    return (struct http_refusal){0};
}

static struct http_refusal judge_body(struct http_dispatch *dispatch, struct incoming *incoming)
{
    int64_t length = incoming_length(incoming);

    incoming->body_max = http_router_body_max(dispatch->router, incoming->x);
    if (length >= 0 && (uint64_t)length > incoming->body_max)
        return (struct http_refusal){413, NULL};
    return (struct http_refusal){0};
}

static struct http_refusal judge_head(
    struct http_dispatch *dispatch, struct incoming *incoming, bool exact)
{
    struct http_refusal refusal = {0};

    if (!exact)
        return (struct http_refusal){400, "The request cannot be read."};
    refusal = judge_size(incoming);
    if (refusal.status == 0)
        refusal = http_gate(&incoming->x->request);
    if (refusal.status == 0)
        refusal = judge_target(incoming);
    if (refusal.status != 0)
        return refusal;
    http_router_find(dispatch->router, incoming->x);
    return judge_body(dispatch, incoming);
}

static void log_access(const struct http_dispatch *dispatch, const struct incoming *incoming)
{
    const struct http_exchange *x = incoming->x;

    /* Never the query: codes, states and flows stand there. */
    LOG_AT_(dispatch->quiet ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO, "http.request",
        log_str("method", x->request.method_name), log_str("path", x->request.path),
        log_int("status", x->reply.status), log_int("bytes", (int64_t)x->reply.body.len),
        log_int("ms", clock_monotonic_ms() - incoming->begun_ms),
        log_str("address", x->request.address));
}

/* Whether the next request on this connection can be trusted to begin where we believe. The library
 * reads chunks more generously than others do (a bare LF for CRLF, anything as an extension), so
 * that a body of chunks may end elsewhere for a proxy. */
static bool may_go_on(const struct http_dispatch *dispatch, const struct incoming *incoming)
{
    return !atomic_load(&dispatch->draining) && incoming_length(incoming) >= 0;
}

static void finish(const struct http_dispatch *dispatch, struct incoming *incoming, bool close)
{
    struct http_exchange *x = incoming->x;

    if (close)
        http_reply_header(x, "Connection", STR("close"));
    http_reply_header(x, "X-Request-Id", x->request.correlation_id);
    log_access(dispatch, incoming);
    incoming->stage = INCOMING_ANSWERED;
}

static void refuse(
    struct http_dispatch *dispatch, struct channel *channel, int status, const char *why)
{
    struct incoming *incoming = channel->incoming;

    channel->unread = true;
    log_set_correlation(incoming->x->request.correlation_id);
    http_router_refuse(dispatch->router, incoming->x, status, str_from_cstr(why));
    finish(dispatch, incoming, true);
    log_set_correlation(STR_NONE);
}

static enum MHD_Result send_reply(struct channel *channel)
{
    connection_replies(channel->connection);
    return reply_send(channel->incoming);
}

/* Before the body: a refusal here closes the connection and sends no "100 Continue". */
static enum MHD_Result take_head(
    struct http_dispatch *dispatch, struct channel *channel, const struct incoming_head *head)
{
    struct incoming *incoming = channel->incoming;

    incoming->begun_ms = clock_monotonic_ms();
    incoming->stage = INCOMING_BODY;
    bool exact = incoming_read_head(incoming, head, arena_new(dispatch->arena_max));
    identify(dispatch, incoming);
    struct http_refusal refusal = judge_head(dispatch, incoming, exact);
    if (refusal.status == 0)
        return MHD_YES;
    refuse(dispatch, channel, refusal.status, refusal.why);
    return send_reply(channel);
}

static enum MHD_Result take_body(struct http_dispatch *dispatch, struct channel *channel,
    const char *upload, size_t *upload_size)
{
    if (incoming_put(channel->incoming, upload, *upload_size)) {
        *upload_size = 0;
        return MHD_YES;
    }
    refuse(dispatch, channel, 413, NULL);
    reply_cut_off(channel->incoming);
    return MHD_NO;
}

static void answer(struct http_dispatch *dispatch, struct incoming *incoming)
{
    struct http_exchange *x = incoming->x;

    log_set_correlation(x->request.correlation_id);
    if (incoming->body_len > 0)
        x->request.body = (str_t){incoming->body, incoming->body_len};
    http_router_serve(dispatch->router, x);
    finish(dispatch, incoming, !may_go_on(dispatch, incoming));
    log_set_correlation(STR_NONE);
}

enum MHD_Result http_dispatch_request(void *self, struct MHD_Connection *connection,
    const char *url, const char *method, const char *version, const char *upload,
    size_t *upload_size, void **request_context)
{
    struct http_dispatch *dispatch = self;
    struct channel *channel = channel_of(connection);
    const struct incoming_head head = {method, url, version};

    (void)request_context;
    if (channel == NULL || channel->incoming == NULL)
        return MHD_NO;
    if (channel->incoming->stage == INCOMING_HEAD)
        return take_head(dispatch, channel, &head);
    if (*upload_size > 0)
        return take_body(dispatch, channel, upload, upload_size);
    connection_handles(channel->connection);
    answer(dispatch, channel->incoming);
    return send_reply(channel);
}
