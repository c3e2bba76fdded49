/* A server on loopback with a few routes, and one word for talking to it over a plain socket. */
#ifndef TESSERA_TEST_UNIT_HTTP_SERVERS_H
#define TESSERA_TEST_UNIT_HTTP_SERVERS_H

#include "crypto/random.h"
#include "http/server.h"
#include "unit/http/exchanges.h"
#include "unit/http/wire.h"

#include <time.h>

enum { BODY_MAX = 4096 };

#define HEAD(method_target) method_target " HTTP/1.1\r\nHost: a\r\n"
#define LAST "Connection: close\r\n"

static inline result_t echo(struct http_exchange *x)
{
    http_reply_body(x, 200, "text/plain",
        arena_printf(x->arena, "%.*s|%.*s|%.*s|%.*s", STR_ARG(x->request.path),
            STR_ARG(x->request.query), STR_ARG(x->request.body), STR_ARG(x->request.address)));
    http_reply_header(x, "Set-Cookie", STR("a=1"));
    http_reply_header(x, "Set-Cookie", STR("b=2"));
    return OK;
}

static inline result_t slow(struct http_exchange *x)
{
    const struct timespec pause = {.tv_nsec = 300 * 1000000L};

    nanosleep(&pause, NULL);
    http_reply_body(x, 200, "text/plain", STR("slow"));
    return OK;
}

/* A reply whose headers are as long as the query says. */
static inline result_t tall(struct http_exchange *x)
{
    int64_t bytes = 0;

    str_to_int64(x->request.query, &bytes);
    char *value = arena_alloc(x->arena, (size_t)bytes + 1);
    memset(value, 'v', (size_t)bytes);
    http_reply_body(x, 200, "text/plain", STR("tall"));
    http_reply_header(x, "X-Tall", (str_t){value, (size_t)bytes});
    return OK;
}

static inline result_t split(struct http_exchange *x)
{
    http_reply_redirect(x, 303, STR("/a\r\nSet-Cookie: planted=1"));
    return OK;
}

static const struct http_route routes[] = {
    {.methods = HTTP_GET | HTTP_POST, .path = "/echo", .handler = echo},
    {.methods = HTTP_GET, .path = "/slow", .handler = slow},
    {.methods = HTTP_GET, .path = "/split", .handler = split},
    {.methods = HTTP_GET, .path = "/tall", .handler = tall},
    {.methods = HTTP_POST, .path = "/small", .handler = echo, .body_max = 16},
};
static const struct http_router router = {
    .routes = routes, .n = sizeof routes / sizeof routes[0], .body_max = BODY_MAX};

static struct address_listen loopback;

static struct address_range trusted_proxy; /* this machine */

static inline struct http_server_options options_of(void)
{
    assert_true(address_range_parse(STR("127.0.0.1"), &trusted_proxy));
    assert_true(address_listen_parse(STR("127.0.0.1:0"), &loopback));
    return (struct http_server_options){
        .router = &router,
        .random = &random_system,
        .listen = &loopback,
        .listen_n = 1,
        .workers = 2,
        .connections = 64,
        .proxies = &trusted_proxy,
        .proxies_n = 1,
        .idle_timeout_s = 2,
        .request_timeout_s = 1,
        .quiet = true,
    };
}

static struct http_server *server;

static inline int start(void **state)
{
    struct http_server_options options = options_of();

    (void)state;
    assert_ok(http_server_start(&options, &server));
    return 0;
}

static inline int stop(void **state)
{
    (void)state;
    http_server_stop(&server);
    assert_null(server);
    return 0;
}

static inline struct wire dial(void)
{
    return wire_open(http_server_port(server, 0));
}

/* Sends all of it, then reads to the end or to the limit of patience. */
static inline str_t talk(arena_t *arena, str_t text)
{
    struct wire wire = dial();

    wire_send(&wire, text);
    str_t reply = wire_read(&wire, arena, false);
    wire_close(&wire);
    return reply;
}

#define assert_status(reply, status)                                                               \
    do {                                                                                           \
        if (!str_starts_with((reply), STR("HTTP/1.1 " status)))                                    \
            fail_msg("got \"%.*s\"", STR_ARG(reply));                                              \
    } while (0)

#endif
