/* A server from its start to its end. */
#include "http/server.h"

#include "unit/http/servers.h"

#include <pthread.h>

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

/* Idle ones end at once; what was sent before is still answered. */
static void draining_closes_idle_connections(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    const struct timespec pause = {.tv_nsec = 100 * 1000000L};
    struct wire fresh = dial(), used = dial();
    (void)state;

    wire_send(&used, STR("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert_status(wire_read(&used, arena, true), "200");
    nanosleep(&pause, NULL);
    http_server_drain(server, 1000);
    assert_int_equal(wire_read(&used, arena, false).len, 0);
    assert_int_equal(wire_read(&fresh, arena, false).len, 0);
    wire_close(&used);
    wire_close(&fresh);
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
        cmocka_unit_test_setup_teardown(
            draining_ends_what_has_begun_and_takes_nothing_new, start, stop),
        cmocka_unit_test_setup_teardown(draining_closes_idle_connections, start, stop),
        cmocka_unit_test_setup_teardown(taken_address_is_unavailable, start, stop),
        cmocka_unit_test(two_sockets_of_localhost_share_a_port),
    };
    if (!result_ok(crypto_init()))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
