/* A server on loopback, and clients that misbehave, over plain sockets. */
#include "http/server.h"

#include "base/clock.h"
#include "crypto/random.h"
#include "unit/http/exchanges.h"
#include "unit/http/wire.h"

#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { BODY_MAX = 4096 };

static result_t echo(struct http_exchange *x)
{
    http_reply_body(x, 200, "text/plain",
        arena_printf(x->arena, "%.*s|%.*s|%.*s|%.*s", STR_ARG(x->request.path),
            STR_ARG(x->request.query), STR_ARG(x->request.body), STR_ARG(x->request.address)));
    http_reply_header(x, "Set-Cookie", STR("a=1"));
    http_reply_header(x, "Set-Cookie", STR("b=2"));
    return OK;
}

static result_t slow(struct http_exchange *x)
{
    const struct timespec pause = {.tv_nsec = 300 * 1000000L};

    nanosleep(&pause, NULL);
    http_reply_body(x, 200, "text/plain", STR("slow"));
    return OK;
}

static result_t split(struct http_exchange *x)
{
    http_reply_redirect(x, 303, STR("/a\r\nSet-Cookie: planted=1"));
    return OK;
}

static const struct http_route routes[] = {
    {.methods = HTTP_GET | HTTP_POST, .path = "/echo", .handler = echo},
    {.methods = HTTP_GET, .path = "/slow", .handler = slow},
    {.methods = HTTP_GET, .path = "/split", .handler = split},
};
static const struct http_router router = {
    .routes = routes, .n = sizeof routes / sizeof routes[0], .body_max = BODY_MAX};

static struct address_listen loopback;

static struct http_server_options options_of(void)
{
    assert_true(address_listen_parse(STR("127.0.0.1:0"), &loopback));
    return (struct http_server_options){
        .router = &router,
        .random = &random_system,
        .listen = &loopback,
        .listen_n = 1,
        .workers = 2,
        .connections = 64,
        .idle_timeout_s = 2,
        .request_timeout_s = 1,
        .quiet = true,
    };
}

static struct http_server *server;

static int start(void **state)
{
    struct http_server_options options = options_of();

    (void)state;
    assert_ok(http_server_start(&options, &server));
    return 0;
}

static int stop(void **state)
{
    (void)state;
    http_server_stop(&server);
    assert_null(server);
    return 0;
}

static struct wire dial(void)
{
    return wire_open(http_server_port(server, 0));
}

/* Sends all of it, then reads to the end or to the limit of patience. */
static str_t talk(arena_t *arena, str_t text)
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

static void ambiguous_requests_are_refused(void **state)
{
    static const str_t heads[] = {
        STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nHost: a\r\nContent-Length: 0\r\n\r\n"),
        STR_INIT("POST /echo HTTP/1.1\r\nContent-Length: 0\r\n\r\n"),
        STR_INIT("POST /echo HTTP/1.1\r\nHost: a, b\r\nContent-Length: 0\r\n\r\n"),
        STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n"
                 "a=b"),
        STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\n"
                 "a=b"),
        STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\na=b"),
        STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                 "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                 "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n"),
        STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"),
        STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1x\r\n\r\na"),
        STR_INIT("GET /echo HTTP/1.1\r\nHost: a\r\nAuthorization: Basic eA==\r\n"
                 "Authorization: Basic eQ==\r\n\r\n"),
        STR_INIT("GET echo HTTP/1.1\r\nHost: a\r\n\r\n"),
        STR_INIT("GET /echo?a=%4 HTTP/1.1\r\nHost: a\r\n\r\n"),
        STR_INIT("GET http://other/echo HTTP/1.1\r\nHost: a\r\n\r\n"),
    };
    (void)state;

    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
        str_t reply = talk(arena, heads[i]);
        if (reply.len > 0 && !str_starts_with(reply, STR("HTTP/1.1 400")))
            fail_msg("%zu: got \"%.*s\"", i, STR_ARG(reply));
    }
}

static void refused_framing_closes_the_connection(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    str_t reply = talk(arena,
        STR("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\na=b"
            "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert_int_equal(wire_count(reply, "HTTP/1.1 "), reply.len > 0 ? 1 : 0);
    assert_int_equal(wire_count(reply, "/echo|"), 0);
}

static void body_over_the_limit_is_413(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    char *body = arena_alloc(arena, BODY_MAX + 2);
    (void)state;

    memset(body, 'a', BODY_MAX + 1);
    assert_status(talk(arena, arena_printf(arena,
                                  "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                                  "Content-Length: %d\r\n\r\n%s",
                                  BODY_MAX + 1, body)),
        "413");
    assert_status(talk(arena, arena_printf(arena,
                                  "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                                  "Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n",
                                  BODY_MAX + 1, body)),
        "413");
    body[BODY_MAX] = '\0';
    assert_status(talk(arena, arena_printf(arena,
                                  "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                                  "Content-Length: %d\r\n\r\n%s",
                                  BODY_MAX, body)),
        "200");
}

static void endless_body_is_cut(void **state)
{
    struct wire wire = dial();
    char chunk[65536 + 16];
    size_t sent = 0;
    (void)state;

    memset(chunk, 'a', sizeof chunk);
    memcpy(chunk, "10000\r\n", 7);
    memcpy(chunk + 7 + 65536, "\r\n", 2);
    wire_send(&wire, STR("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
    int64_t begun_ms = clock_monotonic_ms();
    while (wire_try_send(&wire, (str_t){chunk, 7 + 65536 + 2}) &&
           clock_monotonic_ms() - begun_ms < 5000)
        sent += 65536;
    assert_true(clock_monotonic_ms() - begun_ms < 3000);
    assert_true(sent > BODY_MAX);
    wire_close(&wire);
}

/* A byte every 100 ms: never silent for as long as the idle timeout. */
static void assert_dripping_ends(str_t begin, char drop, int64_t most_ms)
{
    const struct timespec pause = {.tv_nsec = 100 * 1000000L};
    struct wire wire = dial();
    int64_t begun_ms = clock_monotonic_ms();

    wire_send(&wire, begin);
    while (wire_try_send(&wire, (str_t){&drop, 1}) && clock_monotonic_ms() - begun_ms < 10000)
        nanosleep(&pause, NULL);
    assert_true(clock_monotonic_ms() - begun_ms < most_ms);
    wire_close(&wire);
}

static void slow_clients_are_cut(void **state)
{
    (void)state;
    assert_dripping_ends(
        STR("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"), 'a', 2500);
    assert_dripping_ends(STR("GET /echo HTTP/1.1\r\nHost: a\r\nX: "), 'a', 2500);
    assert_dripping_ends(STR("GET /"), 'a', 5000);
}

static void headers_that_are_too_large_are_refused(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    char *value = arena_alloc(arena, 100001);
    (void)state;

    memset(value, 'a', 100000);
    str_t reply =
        talk(arena, arena_printf(arena, "GET /echo HTTP/1.1\r\nHost: a\r\nX: %s\r\n\r\n", value));
    assert_true(reply.len == 0 || str_starts_with(reply, STR("HTTP/1.1 431")));
    reply = talk(arena, arena_printf(arena, "GET /echo?%s HTTP/1.1\r\nHost: a\r\n\r\n", value));
    assert_true(reply.len == 0 || str_starts_with(reply, STR("HTTP/1.1 4")) ||
                str_starts_with(reply, STR("HTTP/1.0 4")));

    str_t many = STR("GET /echo HTTP/1.1\r\nHost: a\r\n");
    for (int i = 0; i < 101; i++)
        many = arena_printf(arena, "%.*sX: 1\r\n", STR_ARG(many));
    assert_status(talk(arena, arena_printf(arena, "%.*s\r\n", STR_ARG(many))), "400");
}

static void query_and_body_arrive_as_they_were_sent(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    str_t reply = talk(
        arena, STR("POST /echo?a=1&a=2&b=%00%ff+ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                   "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 15\r\n\r\n"
                   "c=1&c=%C0%80&d+"));
    assert_status(reply, "200");
    assert_int_equal(wire_count(reply, "/echo|a=1&a=2&b=%00%ff+|c=1&c=%C0%80&d+|127.0.0.1"), 1);
}

static void every_set_cookie_is_sent(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    str_t reply = talk(arena, STR("GET /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    assert_int_equal(wire_count(reply, "et-Cookie: a=1\r\n"), 1);
    assert_int_equal(wire_count(reply, "et-Cookie: b=2\r\n"), 1);
    assert_int_equal(wire_count(reply, "X-Content-Type-Options: nosniff\r\n"), 1);
    assert_int_equal(wire_count(reply, "Server:"), 0);
}

static void header_injection_is_a_500(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    str_t reply = talk(arena, STR("GET /split HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    assert_status(reply, "500");
    assert_int_equal(wire_count(reply, "planted"), 0);
}

static void methods_are_answered_as_http_says(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    str_t reply = talk(arena, STR("HEAD /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    assert_status(reply, "200");
    assert_int_equal(wire_count(reply, "/echo|"), 0);
    reply = talk(arena, STR("BREW /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
    assert_status(reply, "405");
    assert_int_equal(wire_count(reply, "Allow: GET, HEAD, POST, OPTIONS\r\n"), 1);
    assert_status(
        talk(arena, STR("GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")), "404");
}

static void library_chatter_about_credentials_is_harmless(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    assert_status(
        talk(arena, STR("GET /echo?%25s%25n=%25n HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                        "Authorization: Basic %s%n%n\r\nCookie: %n=%s; \"\r\n\r\n")),
        "200");
}

static void *drain(void *self)
{
    (void)self;
    http_server_drain(server, 5000);
    return NULL;
}

static void draining_ends_what_has_begun_and_takes_nothing_new(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    const struct timespec pause = {.tv_nsec = 100 * 1000000L};
    struct wire wire = dial();
    pthread_t thread;
    (void)state;

    wire_send(&wire, STR("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"));
    nanosleep(&pause, NULL);
    assert_int_equal(pthread_create(&thread, NULL, drain, NULL), 0);
    str_t reply = wire_read(&wire, arena, false);
    pthread_join(thread, NULL);
    assert_status(reply, "200");
    assert_int_equal(wire_count(reply, "Connection: close\r\n"), 1);
    assert_false(wire_can_open(http_server_port(server, 0)));
    wire_close(&wire);
}

static void taken_address_is_unavailable(void **state)
{
    struct http_server_options options = options_of();
    struct http_server *second;
    (void)state;

    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    assert_true(address_listen_parse(
        arena_printf(arena, "127.0.0.1:%u", http_server_port(server, 0)), &loopback));
    assert_result(http_server_start(&options, &second), RESULT_UNAVAILABLE);
    assert_null(second);
}

static void connections_of_one_address_are_limited(void **state)
{
    struct http_server_options options = options_of();
    struct http_server *small;
    struct wire wires[4];
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    unsigned answered = 0;
    (void)state;

    options.connections_per_address = 2;
    assert_ok(http_server_start(&options, &small));
    for (size_t i = 0; i < 4; i++) {
        wires[i] = wire_open(http_server_port(small, 0));
        wire_try_send(&wires[i], STR("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n"));
        str_t reply = wire_read(&wires[i], arena, true);
        answered += str_starts_with(reply, STR("HTTP/1.1 200"));
    }
    for (size_t i = 0; i < 4; i++)
        wire_close(&wires[i]);
    http_server_stop(&small);
    assert_int_equal(answered, 2);
}

static void two_sockets_of_localhost_share_a_port(void **state)
{
    struct http_server_options options = options_of();
    struct http_server *both;
    (void)state;

    assert_true(address_listen_parse(STR("localhost:0"), &loopback));
    assert_ok(http_server_start(&options, &both));
    assert_true(http_server_port(both, 0) != 0);
    assert_true(wire_can_open(http_server_port(both, 0)));
    http_server_stop(&both);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ambiguous_requests_are_refused, start, stop),
        cmocka_unit_test_setup_teardown(refused_framing_closes_the_connection, start, stop),
        cmocka_unit_test_setup_teardown(body_over_the_limit_is_413, start, stop),
        cmocka_unit_test_setup_teardown(endless_body_is_cut, start, stop),
        cmocka_unit_test_setup_teardown(slow_clients_are_cut, start, stop),
        cmocka_unit_test_setup_teardown(headers_that_are_too_large_are_refused, start, stop),
        cmocka_unit_test_setup_teardown(query_and_body_arrive_as_they_were_sent, start, stop),
        cmocka_unit_test_setup_teardown(every_set_cookie_is_sent, start, stop),
        cmocka_unit_test_setup_teardown(header_injection_is_a_500, start, stop),
        cmocka_unit_test_setup_teardown(methods_are_answered_as_http_says, start, stop),
        cmocka_unit_test_setup_teardown(library_chatter_about_credentials_is_harmless, start, stop),
        cmocka_unit_test_setup_teardown(
            draining_ends_what_has_begun_and_takes_nothing_new, start, stop),
        cmocka_unit_test_setup_teardown(taken_address_is_unavailable, start, stop),
        cmocka_unit_test(connections_of_one_address_are_limited),
        cmocka_unit_test(two_sockets_of_localhost_share_a_port),
    };
    if (!result_ok(crypto_init()))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
