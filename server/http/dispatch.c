#include "http/dispatch.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "http/gate.h"
#include "http/target.h"

#include <string.h>
#include <ulfius.h>

enum { MAX_FIELDS = 100, CORRELATION_BYTES = 9, FORWARDED_MAX_BYTES = 4096 };

/* What Ulfius carries from request line to callback, grown by what we need there. */
struct tracked_request {
    struct _u_request ulfius; /* first: Ulfius frees it, and with it the whole */
    struct MHD_Connection *connection;
};

static struct connection *connection_of(struct MHD_Connection *connection)
{
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

void http_dispatch_connection(void *self, struct MHD_Connection *connection, void **socket_context,
    enum MHD_ConnectionNotificationCode code)
{
    struct http_dispatch *dispatch = self;

    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        *socket_context = connection_opened(dispatch->connections,
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd);
    else
        connection_closed(dispatch->connections, (struct connection **)socket_context);
}

void *http_dispatch_uri(void *self, const char *uri, struct MHD_Connection *connection)
{
    struct http_dispatch *dispatch = self;
    struct connection_info_struct *info = ulfius_uri_logger(NULL, uri);

    connection_receives(dispatch->connections, connection_of(connection));
    if (info == NULL)
        return NULL;
    struct tracked_request *tracked = o_malloc(sizeof *tracked);
    if (tracked == NULL) {
        mhd_request_completed(NULL, connection, (void **)&info, MHD_REQUEST_TERMINATED_WITH_ERROR);
        return NULL;
    }
    memcpy(&tracked->ulfius, info->request, sizeof tracked->ulfius);
    tracked->connection = connection;
    o_free(info->request);
    info->request = &tracked->ulfius;
    return info;
}

void http_dispatch_completed(void *self, struct MHD_Connection *connection, void **request_context,
    enum MHD_RequestTerminationCode code)
{
    struct http_dispatch *dispatch = self;

    mhd_request_completed(NULL, connection, request_context, code);
    connection_rests(dispatch->connections, connection_of(connection));
}

/* Headers as they came, in their order. */
struct collected {
    struct http_field fields[MAX_FIELDS];
    size_t n;
    bool too_many;
};

static enum MHD_Result collect(void *self, enum MHD_ValueKind kind, const char *key,
    size_t key_size, const char *value, size_t value_size)
{
    struct collected *collected = self;

    (void)kind;
    if (collected->n == MAX_FIELDS) {
        collected->too_many = true;
        return MHD_NO;
    }
    collected->fields[collected->n++] =
        (struct http_field){{key, key_size}, value ? (str_t){value, value_size} : STR("")};
    return MHD_YES;
}

static str_t forwarded_of(arena_t *arena, const struct http_request *request)
{
    buf_t all = buf_new(arena, FORWARDED_MAX_BYTES);

    for (size_t i = 0; i < request->fields_n; i++) {
        if (!str_eq_ci(request->fields[i].name, STR("x-forwarded-for")))
            continue;
        if (all.len > 0)
            buf_put_char(&all, ',');
        buf_put(&all, request->fields[i].value);
    }
    /* What does not fit has lost its end, which is the part that can be believed. */
    return all.overflowed || all.len == 0 ? STR_NONE : buf_str(&all);
}

static void fill(struct http_exchange *x, const struct http_dispatch *dispatch,
    const struct tracked_request *tracked, const struct collected *collected)
{
    struct http_request *request = &x->request;
    const struct sockaddr *peer =
        MHD_get_connection_info(tracked->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)
            ->client_addr;

    request->method_name = str_from_cstr(tracked->ulfius.http_verb);
    request->method = http_method_of(request->method_name);
    request->fields = collected->fields;
    request->fields_n = collected->n;
    request->host = http_header(request, "host");
    request->content_type = http_header(request, "content-type");
    request->user_agent = http_header(request, "user-agent");
    request->body = tracked->ulfius.binary_body_length > 0
                        ? (str_t){tracked->ulfius.binary_body, tracked->ulfius.binary_body_length}
                        : STR("");
    struct http_address address =
        http_address_of(x->arena, peer, forwarded_of(x->arena, request), &dispatch->proxies);
    request->address = address.text;
    request->address_bucket = address.bucket;
    request->correlation_id = random_token(x->arena, dispatch->random, CORRELATION_BYTES);
}

/* NULL, or why the request is refused before it is routed. */
static const char *judge(struct http_exchange *x, const struct tracked_request *tracked,
    const struct collected *collected)
{
    str_t target = str_from_cstr(tracked->ulfius.http_url);

    if (collected->too_many)
        return "The request has too many headers.";
    const char *why = http_gate(&x->request);
    if (why == NULL && !http_target_split(target, &x->request.path, &x->request.query))
        why = "The address cannot be read.";
    return why;
}

static void serve(struct http_dispatch *dispatch, struct http_exchange *x,
    const struct tracked_request *tracked, const struct collected *collected)
{
    const char *why = judge(x, tracked, collected);

    if (why != NULL) {
        http_router_refuse(dispatch->router, x, 400, str_from_cstr(why));
        http_reply_header(x, "Connection", STR("close"));
        return;
    }
    http_router_serve(dispatch->router, x);
    if (atomic_load(&dispatch->draining))
        http_reply_header(x, "Connection", STR("close"));
}

/* Ulfius keeps headers by name, one value a name, and looks at case where HTTP does not (RFC 9110,
 * section 5.1): the n-th Set-Cookie is spelled in a way of its own. */
static const char *spelled(arena_t *arena, str_t name, size_t n)
{
    char *spelling = arena_alloc(arena, name.len + 1);

    memcpy(spelling, name.ptr, name.len);
    for (size_t i = 0; i < name.len && n > 0; i++) {
        bool letter = (name.ptr[i] | 0x20) >= 'a' && (name.ptr[i] | 0x20) <= 'z';
        if (letter && (n & 1) != 0)
            spelling[i] ^= 0x20;
        n >>= letter;
    }
    return spelling;
}

static int render(arena_t *arena, const struct http_reply *reply, struct _u_response *response)
{
    size_t cookies = 0;

    for (size_t i = 0; i < reply->fields_n; i++) {
        str_t name = reply->fields[i].name;
        size_t n = str_eq_ci(name, STR("Set-Cookie")) ? cookies++ : 0;
        if (u_map_put(response->map_header, spelled(arena, name, n),
                arena_cstr(arena, reply->fields[i].value)) != U_OK)
            return U_CALLBACK_ERROR;
    }
    int set = reply->body.len == 0
                  ? ulfius_set_empty_body_response(response, (unsigned)reply->status)
                  : ulfius_set_binary_body_response(
                        response, (unsigned)reply->status, reply->body.ptr, reply->body.len);
    return set == U_OK ? U_CALLBACK_COMPLETE : U_CALLBACK_ERROR;
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
    const struct tracked_request *tracked = (const struct tracked_request *)(const void *)request;
    struct connection *connection = connection_of(tracked->connection);
    AUTO_ARENA arena = arena_new(dispatch->arena_max);
    struct http_exchange *x = ARENA_NEW(arena, struct http_exchange);
    struct collected *collected = ARENA_NEW(arena, struct collected);
    int64_t begun_ms = clock_monotonic_ms();

    connection_handles(dispatch->connections, connection);
    x->arena = arena;
    MHD_get_connection_values_n(tracked->connection, MHD_HEADER_KIND, collect, collected);
    fill(x, dispatch, tracked, collected);
    log_set_correlation(x->request.correlation_id);
    serve(dispatch, x, tracked, collected);
    http_reply_header(x, "X-Request-Id", x->request.correlation_id);
    log_access(dispatch, x, begun_ms);
    log_set_correlation(STR_NONE);
    int done = render(arena, &x->reply, response);
    connection_replies(dispatch->connections, connection);
    return done;
}
