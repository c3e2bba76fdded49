#include "http/server.h"

#include "base/clock.h"
#include "base/log.h"
#include "http/dispatch.h"
#include "http/incoming.h"
#include "http/library_log.h"
#include "http/listen.h"

#include <stdlib.h>
#include <time.h>
#include <ulfius.h>
#include <unistd.h>

enum {
    BYTES_OVER_BODY = 1024 * 1024,  /* a refused body is read so far, to answer it with 413 */
    ARENA_BYTES = 16 * 1024 * 1024, /* of a request, and the body several times over */
    REPLY_TIMEOUT_MS = 120 * 1000,  /* the largest file over a poor line */
    STACK_BYTES = 512 * 1024,
    DRAIN_POLL_MS = 20,
    MAX_OPTIONS = 24,
};

/* One listening socket, its Ulfius instance and its workers. */
struct listener {
    struct _u_instance instance;
    struct MHD_OptionItem options[MAX_OPTIONS];
    size_t options_n;
};

struct http_server {
    struct http_dispatch dispatch;
    struct listener listeners[HTTP_SERVER_MAX_SOCKETS];
    size_t n;
    uint16_t ports[HTTP_SERVER_MAX_SOCKETS];
};

static size_t largest_body(const struct http_router *router)
{
    size_t max = router->body_max;

    for (size_t i = 0; i < router->n; i++)
        if (router->routes[i].body_max > max)
            max = router->routes[i].body_max;
    return max;
}

static void add(struct listener *listener, enum MHD_OPTION option, intptr_t value, void *pointer)
{
    listener->options[listener->options_n++] =
        (struct MHD_OptionItem){.option = option, .value = value, .ptr_value = pointer};
}

/* MHD 0.9.75 stalls when a worker's ready set is a multiple of 128. */
static unsigned connections_of(const struct http_server_options *options)
{
    unsigned most = options->workers * HTTP_CONNECTIONS_PER_WORKER;

    return options->connections < most ? options->connections : most;
}

static void add_limits(struct listener *listener, const struct http_server_options *options)
{
    add(listener, MHD_OPTION_CONNECTION_LIMIT, connections_of(options), NULL);
    add(listener, MHD_OPTION_CONNECTION_TIMEOUT, options->idle_timeout_s, NULL);
    add(listener, MHD_OPTION_CONNECTION_MEMORY_LIMIT, INCOMING_MEMORY_BYTES, NULL);
    add(listener, MHD_OPTION_THREAD_STACK_SIZE, STACK_BYTES, NULL);
    /* A pool of one is refused; the lone worker is the daemon's own thread. */
    if (options->workers > 1)
        add(listener, MHD_OPTION_THREAD_POOL_SIZE, options->workers, NULL);
    add(listener, MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL);
}

static void add_tls(struct listener *listener)
{
    static char priorities[] = HTTP_TLS_PRIORITIES;

    add(listener, MHD_OPTION_HTTPS_PRIORITIES, 0, priorities);
    add(listener, MHD_OPTION_HTTPS_CERT_CALLBACK2, 0, http_tls_retriever());
}

static void add_options(struct http_server *server, struct listener *listener,
    const struct http_server_options *options, int socket)
{
    struct http_dispatch *dispatch = &server->dispatch;

    add(listener, MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)http_library_log_mhd, NULL);
    add(listener, MHD_OPTION_LISTEN_SOCKET, socket, NULL);
    add(listener, MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)http_dispatch_connection, dispatch);
    add(listener, MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)http_dispatch_completed, dispatch);
    add(listener, MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)http_dispatch_uri, dispatch);
    add_limits(listener, options);
    if (options->tls != NULL)
        add_tls(listener);
    add(listener, MHD_OPTION_END, 0, NULL);
}

/* Ulfius keeps out of query and body; what it cuts at max + 1 bytes is refused by its length. */
static bool configure(
    struct http_server *server, struct _u_instance *instance, uint16_t port, size_t body_max)
{
    if (ulfius_init_instance(instance, port, NULL, NULL) != U_OK)
        return false;
    instance->check_utf8 = 0;
    instance->allowed_post_processor = U_POST_PROCESS_NONE;
    instance->max_post_body_size = body_max + 1;
    return ulfius_add_endpoint_by_val(
               instance, "*", NULL, "*", 0, http_dispatch_request, &server->dispatch) == U_OK;
}

static result_t open_listener(struct http_server *server, const struct http_server_options *options,
    int socket, uint16_t port)
{
    struct listener *listener = &server->listeners[server->n];
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG;

    if (!configure(server, &listener->instance, port, largest_body(options->router)))
        return result_fail(RESULT_FAILED, "no memory for the server");
    add_options(server, listener, options, socket);
    if (options->tls != NULL)
        flags |= MHD_USE_TLS;
    if (ulfius_start_framework_with_mhd_options(&listener->instance, flags, listener->options) !=
        U_OK) {
        ulfius_clean_instance(&listener->instance);
        return result_fail(RESULT_FAILED, "the server does not start");
    }
    server->n++;
    return OK;
}

static result_t open_listen(
    struct http_server *server, const struct http_server_options *options, size_t at)
{
    const struct address_listen *listen = &options->listen[at];
    int sockets[2];

    if (server->n + listen->n > HTTP_SERVER_MAX_SOCKETS)
        return result_fail(RESULT_FAILED, "too many addresses to listen on");
    TRY(http_listen(listen, sockets, &server->ports[at]));
    for (size_t i = 0; i < listen->n; i++) {
        result_t opened = open_listener(server, options, sockets[i], server->ports[at]);
        if (result_ok(opened))
            continue;
        for (; i < listen->n; i++)
            close(sockets[i]);
        return opened;
    }
    return OK;
}

static result_t open_all(struct http_server *server, const struct http_server_options *options)
{
    struct connection_limits limits = {
        .idle_ms = options->idle_timeout_s * INT64_C(1000),
        .request_ms = options->request_timeout_s * INT64_C(1000),
        .reply_ms = REPLY_TIMEOUT_MS,
        .bytes = INCOMING_MEMORY_BYTES + largest_body(options->router) + BYTES_OVER_BODY,
        .connections = connections_of(options),
        .per_address = options->connections_per_address,
        .uncounted = options->uncounted,
        .uncounted_n = options->uncounted_n,
    };

    TRY(connections_new(&limits, options->random, &server->dispatch.connections));
    for (size_t i = 0; i < options->listen_n; i++)
        TRY(open_listen(server, options, i));
    return OK;
}

result_t http_server_start(
    const struct http_server_options *options, struct http_server **server_out)
{
    struct http_server *server = calloc(1, sizeof *server);

    *server_out = NULL;
    if (server == NULL)
        return result_fail(RESULT_FAILED, "no memory for the server");
    http_library_log_open();
    server->dispatch = (struct http_dispatch){
        .router = options->router,
        .random = options->random,
        .proxies = {options->proxies, options->proxies_n},
        .arena_max = ARENA_BYTES + 8 * largest_body(options->router),
        .quiet = options->quiet,
    };
    result_t opened = open_all(server, options);
    if (!result_ok(opened)) {
        http_server_stop(&server);
        return opened;
    }
    *server_out = server;
    return OK;
}

uint16_t http_server_port(const struct http_server *server, size_t n)
{
    return server->ports[n];
}

void http_server_drain(struct http_server *server, int64_t timeout_ms)
{
    const struct timespec pause = {.tv_nsec = DRAIN_POLL_MS * 1000000L};
    int64_t until_ms = clock_monotonic_ms() + timeout_ms;

    atomic_store(&server->dispatch.draining, true);
    for (size_t i = 0; i < server->n; i++) {
        MHD_socket socket = MHD_quiesce_daemon(server->listeners[i].instance.mhd_daemon);
        if (socket != MHD_INVALID_SOCKET)
            close(socket);
    }
    connections_end_resting(server->dispatch.connections);
    while (
        connections_load(server->dispatch.connections).busy > 0 && clock_monotonic_ms() < until_ms)
        nanosleep(&pause, NULL);
}

void http_server_stop(struct http_server **server)
{
    struct http_server *old = *server;

    if (old == NULL)
        return;
    for (size_t i = 0; i < old->n; i++) {
        ulfius_stop_framework(&old->listeners[i].instance);
        ulfius_clean_instance(&old->listeners[i].instance);
    }
    connections_free(&old->dispatch.connections);
    free(old);
    *server = NULL;
}
