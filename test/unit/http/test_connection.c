/* Places and who takes them. */
#include "http/connection.h"

#include "base/clock.h"
#include "unit/http/servers.h"

enum { PATIENCE_S = 60, PLACES = 16 };

static struct http_server *start_small(unsigned per_address, const struct address_range *uncounted)
{
    struct http_server_options options = options_of();
    struct http_server *small;

    options.connections = PLACES;
    options.connections_per_address = per_address;
    options.uncounted = uncounted;
    options.uncounted_n = uncounted != NULL;
    options.idle_timeout_s = PATIENCE_S;
    options.request_timeout_s = PATIENCE_S;
    assert_ok(http_server_start(&options, &small));
    return small;
}

static bool gets_answer(struct wire *wire)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);

    return wire_try_send(wire, STR("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n")) &&
           str_starts_with(wire_read(wire, arena, true), STR("HTTP/1.1 200"));
}

static unsigned answered_of_four(struct http_server *small)
{
    struct wire wires[4];
    unsigned answered = 0;

    for (size_t i = 0; i < 4; i++) {
        wires[i] = wire_open(http_server_port(small, 0));
        answered += gets_answer(&wires[i]);
    }
    for (size_t i = 0; i < 4; i++)
        wire_close(&wires[i]);
    return answered;
}

static void connections_of_one_address_are_limited(void **state)
{
    struct http_server *small = start_small(2, NULL);
    (void)state;

    assert_int_equal(answered_of_four(small), 2);
    http_server_stop(&small);
}

static void places_of_an_address_come_back(void **state)
{
    const struct timespec pause = {.tv_nsec = 100 * 1000000L};
    struct http_server *small = start_small(4, NULL);
    (void)state;

    for (int round = 0; round < 3; round++) {
        assert_int_equal(answered_of_four(small), 4);
        nanosleep(&pause, NULL); /* the server sees them leave */
    }
    http_server_stop(&small);
}

static void proxies_are_not_limited(void **state)
{
    struct address_range proxies;
    (void)state;

    assert_true(address_range_parse(STR("127.0.0.0/8"), &proxies));
    struct http_server *small = start_small(2, &proxies);
    assert_int_equal(answered_of_four(small), 4);
    http_server_stop(&small);
}

/* All places are taken by clients that say nothing, or nothing more. */
static void silent_connections_give_way(void **state)
{
    struct http_server *small = start_small(0, NULL);
    struct wire held[PLACES], late;
    int64_t begun_ms = clock_monotonic_ms();
    (void)state;

    for (size_t i = 0; i < PLACES; i++) {
        held[i] = wire_open(http_server_port(small, 0));
        if (i % 2 == 0)
            (void)gets_answer(&held[i]);
    }
    late = wire_open(http_server_port(small, 0));
    assert_true(gets_answer(&late));
    assert_true(clock_monotonic_ms() - begun_ms < 4000);
    wire_close(&late);
    for (size_t i = 0; i < PLACES; i++)
        wire_close(&held[i]);
    http_server_stop(&small);
}

/* Limits say who was counted: ended and refused connections are not served, and leave. */
static void load_is_counted(void **state)
{
    static const struct connection_limits limits = {
        .idle_ms = 1000, .request_ms = 1000, .reply_ms = 1000, .connections = 8, .per_address = 1};
    const struct sockaddr_in peer = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(1)};
    const struct sockaddr *address = (const struct sockaddr *)(const void *)&peer;
    struct connections *connections;
    int first_pair[2], second_pair[2];
    (void)state;

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, first_pair), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, second_pair), 0);
    assert_ok(connections_new(&limits, &random_system, &connections));
    struct connection *first = connection_opened(connections, first_pair[0], address);
    struct connection *second = connection_opened(connections, second_pair[0], address);
    connection_receives(first);
    struct connections_load load = connections_load(connections);
    assert_int_equal(load.open, 2);
    assert_int_equal(load.busy, 1);
    assert_int_equal(load.opened, 2);
    assert_int_equal(load.refused, 1);
    connection_rests(first);
    assert_int_equal(connections_load(connections).busy, 0);
    connection_closed(connections, &first);
    connection_closed(connections, &second);
    assert_null(first);
    assert_int_equal(connections_load(connections).open, 0);
    connections_free(&connections);
    for (int i = 0; i < 2; i++) {
        close(first_pair[i]);
        close(second_pair[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(connections_of_one_address_are_limited),
        cmocka_unit_test(places_of_an_address_come_back),
        cmocka_unit_test(proxies_are_not_limited),
        cmocka_unit_test(silent_connections_give_way),
        cmocka_unit_test(load_is_counted),
    };
    if (!result_ok(crypto_init()))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
