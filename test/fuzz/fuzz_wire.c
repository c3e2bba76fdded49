/* links: tessera_http_wire tessera_crypto */
/* One connection's bytes through libmicrohttpd, Ulfius and all that stands around them. What
 * reaches a handler is what a reader who takes HTTP/1.1 by its letter finds in the same bytes,
 * request by request: nothing is smuggled in, nothing is read in another way. */
#include "crypto/random.h"
#include "http/dispatch.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <ulfius.h>
#include <unistd.h>

enum { ROUNDS_MAX = 2000, QUIET_ROUNDS = 20, BODY_MAX = 4096, MEMORY_BYTES = 20 * 1024, PORT = 1 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static str_t unread; /* what no handler has seen yet */

static void expect(bool true_here)
{
    if (!true_here)
        abort();
}

static str_t cut(str_t *rest, size_t len)
{
    str_t part = str_first(*rest, len);

    expect(part.len == len);
    *rest = str_from(*rest, len);
    return part;
}

/* CRLF, but that NULs stand for what it was by the time we look (head.h). */
static void cut_line_end(str_t *rest)
{
    str_t end = cut(rest, 2);

    expect((end.ptr[0] == '\r' || end.ptr[0] == '\0') && end.ptr[1] == '\n');
}

static void cut_head_end(str_t *rest)
{
    str_t end = cut(rest, 4);

    for (size_t i = 0; i < end.len; i++)
        expect(end.ptr[i] == '\0' || end.ptr[i] == ':' || end.ptr[i] == '\r' || end.ptr[i] == '\n');
    expect(end.ptr[3] == '\n');
}

/* Empty lines may come first (RFC 9112, section 2.2); for the library a NUL empties one. */
static void skip_empty_lines(str_t *rest)
{
    str_t line, after = *rest;

    while (str_next(&after, '\n', &line) && str_present(after) &&
           (line.len == 0 || str_eq(line, STR("\r")) || line.ptr[0] == '\0'))
        *rest = after;
}

static void read_request_line(str_t *rest, const struct http_request *request)
{
    str_t line = *rest, method, target;

    expect(str_next(&line, ' ', &method) && str_next(&line, ' ', &target));
    *rest = line;
    expect(str_eq(method, request->method_name));
    expect(str_eq(cut(rest, request->version.len), request->version));
    cut_line_end(rest);
    if (str_present(request->query)) {
        expect(str_ends_with(target, request->query));
        target = str_first(target, target.len - request->query.len);
        expect(str_ends_with(target, STR("?")));
        target = str_first(target, target.len - 1);
    }
    expect(str_ends_with(target, request->path) || str_eq(request->path, STR("/")));
}

static void read_field(str_t *rest, const struct http_field *field)
{
    expect(str_eq(cut(rest, field->name.len), field->name));
    expect(str_eq(cut(rest, 1), STR(":")));
    while (str_starts_with(*rest, STR(" ")) || str_starts_with(*rest, STR("\t")))
        cut(rest, 1);
    expect(str_eq(cut(rest, field->value.len), field->value));
    while (str_starts_with(*rest, STR(" ")) || str_starts_with(*rest, STR("\t")))
        cut(rest, 1);
}

static size_t read_fields(str_t *rest, const struct http_request *request)
{
    int64_t body = 0;

    for (size_t i = 0; i < request->fields_n; i++) {
        const struct http_field *field = &request->fields[i];
        read_field(rest, field);
        if (i + 1 < request->fields_n)
            cut_line_end(rest);
        if (str_eq_ci(field->name, STR("content-length")))
            expect(body == 0 && str_to_int64(field->value, &body));
    }
    cut_head_end(rest);
    return (size_t)body;
}

static result_t compare(struct http_exchange *x)
{
    str_t rest = unread;

    skip_empty_lines(&rest);
    read_request_line(&rest, &x->request);
    size_t body = read_fields(&rest, &x->request);
    if (str_present(http_header(&x->request, "transfer-encoding"))) {
        rest = STR(""); /* nothing may follow on this connection */
    } else {
        expect(x->request.body.len == body && str_starts_with(rest, x->request.body));
        rest = str_from(rest, body);
    }
    unread = rest;
    http_reply_empty(x, 200);
    return OK;
}

static const struct http_route routes[] = {
    {.methods = ~0U, .path = "/", .handler = compare, .flags = HTTP_ROUTE_PREFIX}};
static const struct http_router router = {.routes = routes, .n = 1, .body_max = BODY_MAX};
static struct http_dispatch dispatch = {
    .router = &router, .random = &random_system, .arena_max = 16 * 1024 * 1024, .quiet = true};
static struct _u_instance instance;

static void quiet(void *self, const char *format, va_list arguments)
{
    (void)self;
    (void)format;
    (void)arguments;
}

static void start(void)
{
    static const struct connection_limits limits = {.idle_ms = 60000,
        .request_ms = 60000,
        .reply_ms = 60000,
        .bytes = 1024 * 1024,
        .connections = 16};
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)quiet, NULL},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)http_dispatch_connection, &dispatch},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)http_dispatch_completed, &dispatch},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)http_dispatch_uri, &dispatch},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, MEMORY_BYTES, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
        {MHD_OPTION_END, 0, NULL},
    };

    if (instance.mhd_daemon != NULL)
        return;
    expect(result_ok(crypto_init()));
    expect(result_ok(connections_new(&limits, &random_system, &dispatch.connections)));
    expect(ulfius_init_instance(&instance, PORT, NULL, NULL) == U_OK);
    instance.check_utf8 = 0;
    instance.allowed_post_processor = U_POST_PROCESS_NONE;
    instance.max_post_body_size = BODY_MAX + 1;
    expect(ulfius_add_endpoint_by_val(
               &instance, "*", NULL, "*", 0, http_dispatch_request, &dispatch) == U_OK);
    expect(ulfius_start_framework_with_mhd_options(
               &instance, MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ERROR_LOG, options) == U_OK);
}

/* Until it closed the connection or has nothing more to say. */
static void run(int client)
{
    char reply[4096];
    ssize_t n;

    for (int round = 0, silent = 0; round < ROUNDS_MAX && silent < QUIET_ROUNDS; round++) {
        expect(MHD_run(instance.mhd_daemon) == MHD_YES);
        while ((n = recv(client, reply, sizeof reply, MSG_DONTWAIT)) > 0)
            silent = 0;
        if (n == 0)
            return;
        silent++;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct sockaddr_in peer = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(1)};
    int sockets[2];

    start();
    unread = (str_t){(const char *)data, size};
    expect(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, sockets) == 0);
    expect(MHD_add_connection(instance.mhd_daemon, sockets[0],
               (const struct sockaddr *)(const void *)&peer, sizeof peer) == MHD_YES);
    ssize_t sent = send(sockets[1], data, size, MSG_NOSIGNAL);
    if (sent == (ssize_t)size)
        run(sockets[1]);
    close(sockets[1]);
    for (int i = 0; i < QUIET_ROUNDS; i++)
        MHD_run(instance.mhd_daemon);
    return 0;
}
