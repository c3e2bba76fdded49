/* How much a client may send over a plain socket, and how slowly. */
#include "http/incoming.h"

#include "base/clock.h"
#include "unit/http/servers.h"

#include <malloc.h>
#include <stdio.h>

/* A body of `n` bytes behind that head: 413 and the end of the connection. */
static void assert_too_large(const char *head, int n)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    char *body = arena_alloc(arena, (size_t)n + 1);

    memset(body, 'a', (size_t)n);
    str_t reply = talk(
        arena, arena_printf(arena, "%sContent-Length: %d\r\n\r\n%s" HEAD("GET /echo?next") "\r\n",
                   head, n, body));
    assert_status(reply, "413");
    assert_int_equal(wire_count(reply, "Connection: close\r\n"), 1);
    assert_int_equal(wire_count(reply, "HTTP/1.1 "), 1);
}

static void body_over_the_limit_is_refused(void **state)
{
    (void)state;
    assert_too_large(HEAD("POST /echo"), BODY_MAX + 1);
    assert_too_large(HEAD("POST /echo"), BODY_MAX + 2);
    assert_too_large(HEAD("POST /echo"), 100000);
    assert_too_large(HEAD("POST /small"), 17);
}

/* Nobody waits for what was announced and does not come. */
static void announced_body_that_does_not_come_has_an_end(void **state)
{
    static const char *const lengths[] = {
        "4097", "999999999999999999", "99999999999999999999999", "4097\r\nExpect: 100-continue"};
    (void)state;

    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
        int64_t begun_ms = clock_monotonic_ms();
        str_t reply = talk(arena,
            arena_printf(arena, HEAD("POST /echo") "Content-Length: %s\r\n\r\n", lengths[i]));
        assert_int_equal(wire_count(reply, "HTTP/1.1 2"), 0);
        assert_true(clock_monotonic_ms() - begun_ms < 3000);
    }
}

static void body_up_to_the_limit_is_taken(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    char *body = arena_alloc(arena, BODY_MAX + 1);
    (void)state;

    memset(body, 'a', BODY_MAX);
    str_t reply =
        talk(arena, arena_printf(arena, HEAD("POST /echo") LAST "Content-Length: %d\r\n\r\n%s",
                        BODY_MAX, body));
    assert_status(reply, "200");
    assert_int_equal(wire_count(reply, body), 1);
    reply = talk(arena,
        arena_printf(arena,
            HEAD("POST /echo") "Transfer-Encoding: chunked\r\n\r\n800\r\n%.2048s\r\n800\r\n%.2048s"
                               "\r\n0\r\n\r\n",
            body, body));
    assert_status(reply, "200");
    assert_int_equal(wire_count(reply, body), 1);
    reply = talk(arena, STR(HEAD("POST /small") LAST "Content-Length: 16\r\n\r\n0123456789abcdef"));
    assert_int_equal(wire_count(reply, "|0123456789abcdef|"), 1);
}

/* The largest limit is the server's; what is over it ends as what is far over it does. */
static void chunks_over_the_limit_are_refused(void **state)
{
    static const size_t sizes[] = {BODY_MAX + 1, BODY_MAX + 2, 3 * BODY_MAX};
    (void)state;

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
        char *body = arena_alloc(arena, sizes[i] + 1);
        memset(body, 'a', sizes[i]);
        str_t reply = talk(arena,
            arena_printf(arena,
                HEAD("POST /echo") "Transfer-Encoding: chunked\r\n\r\n800\r\n%.2048s\r\n%zx\r\n%s"
                                   "\r\n0\r\n\r\n",
                body, sizes[i] - 2048, body + 2048));
        assert_status(reply, "413");
        assert_int_equal(wire_count(reply, "Connection: close\r\n"), 1);
    }
}

/* A client that only reads once it has sent all of it still gets the answer. */
static void refusal_reaches_who_is_still_sending(void **state)
{
    static char body[200 * 1024];
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    memset(body, 'a', sizeof body - 1);
    assert_status(
        talk(arena, arena_printf(arena, HEAD("POST /echo") "Content-Length: %zu\r\n\r\n%s",
                        sizeof body - 1, body)),
        "413");
    assert_status(talk(arena, arena_printf(arena,
                                  HEAD("POST /echo") "Transfer-Encoding: chunked\r\n\r\n%zx\r\n"
                                                     "%s\r\n0\r\n\r\n",
                                  sizeof body - 1, body)),
        "413");
}

/* What the sanitizer knows: what it keeps back of freed memory would count as resident. */
size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

static size_t allocated_bytes(void)
{
    if (__sanitizer_get_current_allocated_bytes != NULL)
        return __sanitizer_get_current_allocated_bytes();
    return mallinfo2().uordblks;
}

/* Others are served meanwhile, and it takes no memory. */
static void endless_body_is_cut(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    struct wire wire = dial();
    size_t before = allocated_bytes(), most = before;
    char chunk[65536 + 16];
    size_t sent = 0;
    (void)state;

    memset(chunk, 'a', sizeof chunk);
    memcpy(chunk, "10000\r\n", 7);
    memcpy(chunk + 7 + 65536, "\r\n", 2);
    wire_send(&wire, STR(HEAD("GET /echo") "\r\n")); /* what came before does not count */
    assert_status(wire_read(&wire, arena, true), "200");
    wire_send(&wire, STR(HEAD("POST /echo") "Transfer-Encoding: chunked\r\n\r\n"));
    int64_t begun_ms = clock_monotonic_ms();
    while (wire_try_send(&wire, (str_t){chunk, 7 + 65536 + 2}) &&
           clock_monotonic_ms() - begun_ms < 8000) {
        sent += 65536;
        most = allocated_bytes() > most ? allocated_bytes() : most;
        if (sent == 64 * 65536)
            assert_status(talk(arena, STR(HEAD("GET /echo") LAST "\r\n")), "200");
    }
    assert_true(clock_monotonic_ms() - begun_ms < 5000);
    assert_true(sent > BODY_MAX);
    assert_true(most - before < 1024 * 1024);
    wire_close(&wire);
}

/* Lines that the library reads by itself: extensions and trailers without end. */
static void endless_lines_are_cut(void **state)
{
    static const struct {
        str_t begin, more;
    } cases[] = {
        {STR_INIT(HEAD("POST /echo") "Transfer-Encoding: chunked\r\n\r\n3;"), STR_INIT("xxxxxxxx")},
        {STR_INIT(HEAD("POST /echo") "Transfer-Encoding: chunked\r\n\r\n0\r\n"),
            STR_INIT("X: y\r\n")},
        {STR_INIT(HEAD("POST /echo") "Transfer-Encoding: chunked\r\n\r\n0\r\nX: "),
            STR_INIT("yyyyyyyy")},
        {STR_INIT(HEAD("GET /echo")), STR_INIT("X: y\r\n")},
        {STR_INIT(HEAD("GET /echo") "X: "), STR_INIT("yyyyyyyy")},
        {STR_INIT("GET /"), STR_INIT("aaaaaaaa")},
        {STR_INIT(""), STR_INIT("\r\n\r\n\r\n\r\n")},
    };
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct wire wire = dial();
        size_t sent = 0;
        wire_send(&wire, cases[i].begin);
        while (sent < 32 * 1024 * 1024 && wire_try_send(&wire, cases[i].more))
            sent += cases[i].more.len;
        if (sent >= 32 * 1024 * 1024)
            fail_msg("case %zu goes on for ever", i);
        wire_close(&wire);
    }
}

static void expectation_is_answered(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    struct wire wire = dial();
    (void)state;

    wire_send(
        &wire, STR(HEAD("POST /echo") LAST "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n"));
    assert_str(wire_read(&wire, arena, true), "HTTP/1.1 100 Continue\r\n\r\n");
    wire_send(&wire, STR("a=b"));
    assert_status(wire_read(&wire, arena, false), "200");
    wire_close(&wire);
    str_t reply =
        talk(arena, STR(HEAD("POST /echo") "Expect: tea\r\nContent-Length: 3\r\n\r\na=b"));
    assert_status(reply, "417");
    assert_int_equal(wire_count(reply, "100 Continue"), 0);
    reply = talk(arena, STR("POST /echo HTTP/1.0\r\nHost: a\r\nExpect: 100-continue\r\n"
                            "Content-Length: 3\r\n\r\na=b"));
    assert_status(reply, "200");
    assert_int_equal(wire_count(reply, "100 Continue"), 0);
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
    assert_dripping_ends(STR(HEAD("POST /echo") "Content-Length: 1000\r\n\r\n"), 'a', 2500);
    assert_dripping_ends(STR(HEAD("GET /echo") "X: "), 'a', 2500);
    assert_dripping_ends(STR("GET /"), 'a', 2500);
    assert_dripping_ends(STR(HEAD("GET /echo") "\r\n" HEAD("GET /")), 'a', 5000);
}

static void silent_clients_are_cut(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    struct wire wire = dial();
    int64_t begun_ms = clock_monotonic_ms();
    (void)state;

    assert_int_equal(wire_read(&wire, arena, false).len, 0);
    assert_true(clock_monotonic_ms() - begun_ms < 3000);
    wire_close(&wire);
}

static void heads_that_are_too_large_are_refused(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    char *value = arena_alloc(arena, 100001);
    (void)state;

    memset(value, 'a', 100000);
    assert_status(
        talk(arena, arena_printf(arena, HEAD("GET /echo") "X: %s\r\n\r\n", value)), "431");
    assert_status(talk(arena, arena_printf(arena, HEAD("GET /echo?%s") "\r\n", value)), "414");
    assert_status(
        talk(arena, arena_printf(arena, HEAD("GET /echo?%.12500s") "\r\n", value)), "414");
    assert_status(
        talk(arena, arena_printf(arena, HEAD("GET /echo") "X: %.17000s\r\n\r\n", value)), "431");
    assert_status(
        talk(arena, arena_printf(arena, HEAD("GET /echo?%.12000s") LAST "\r\n", value)), "200");

    str_t many = STR(HEAD("GET /echo"));
    for (int i = 0; i < 100; i++)
        many = arena_printf(arena, "%.*sX: 1\r\n", STR_ARG(many));
    assert_status(talk(arena, arena_printf(arena, "%.*s\r\n", STR_ARG(many))), "431");
}

/* Each parameter would cost the library a record of its small memory. */
static void many_parameters_cost_nothing(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    char *many = arena_alloc(arena, 8001);
    (void)state;

    for (size_t i = 0; i < 8000; i++)
        many[i] = i % 2 == 0 ? 'a' : '&';
    str_t reply = talk(arena, arena_printf(arena, HEAD("GET /echo?%s") LAST "\r\n", many));
    assert_status(reply, "200");
    assert_int_equal(wire_count(reply, many), 1);
    for (size_t i = 1; i < 8000; i += 2)
        many[i] = ';';
    reply = talk(arena, arena_printf(arena, HEAD("GET /echo") LAST "Cookie: %s\r\n\r\n", many));
    assert_true(reply.len == 0 || str_starts_with(reply, STR("HTTP/1.1 431")));
}

static void reply_without_room_is_a_refusal(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    char *cookie = arena_alloc(arena, 8001);
    (void)state;

    memset(cookie, 'a', 8000);
    assert_status(talk(arena, STR(HEAD("GET /tall?8000") LAST "\r\n")), "200");
    for (int bytes = 0; bytes < 16000; bytes += 500) {
        str_t reply = talk(arena,
            arena_printf(arena, HEAD("GET /tall?%d") LAST "Cookie: %s\r\n\r\n", bytes, cookie));
        if (!str_starts_with(reply, STR("HTTP/1.1 200")) &&
            !str_starts_with(reply, STR("HTTP/1.1 431")))
            fail_msg("%d: \"%.*s\"", bytes, STR_ARG(reply));
        if (bytes == 0)
            assert_status(reply, "200");
    }
}

/* Nothing may be left of them; the sanitizer looks. */
static void clients_that_leave_leave_nothing(void **state)
{
    static const str_t parts[] = {STR_INIT(""), STR_INIT("GET /e"), STR_INIT(HEAD("GET /echo?a&b")),
        STR_INIT(HEAD("POST /echo") "Content-Length: 100\r\n\r\nsecret"),
        STR_INIT(HEAD("POST /echo") "Transfer-Encoding: chunked\r\n\r\n5\r\nsec"),
        STR_INIT(HEAD("GET /slow") "\r\n")};
    (void)state;

    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
            struct wire wire = dial();
            wire_send(&wire, parts[i]);
            wire_close(&wire);
        }
    }
}

int main(void)
{
#define WITH_SERVER(test) cmocka_unit_test_setup_teardown(test, start, stop)
    const struct CMUnitTest tests[] = {
        WITH_SERVER(body_over_the_limit_is_refused),
        WITH_SERVER(announced_body_that_does_not_come_has_an_end),
        WITH_SERVER(body_up_to_the_limit_is_taken),
        WITH_SERVER(chunks_over_the_limit_are_refused),
        WITH_SERVER(refusal_reaches_who_is_still_sending),
        WITH_SERVER(endless_body_is_cut),
        WITH_SERVER(endless_lines_are_cut),
        WITH_SERVER(expectation_is_answered),
        WITH_SERVER(slow_clients_are_cut),
        WITH_SERVER(silent_clients_are_cut),
        WITH_SERVER(heads_that_are_too_large_are_refused),
        WITH_SERVER(many_parameters_cost_nothing),
        WITH_SERVER(reply_without_room_is_a_refusal),
        WITH_SERVER(clients_that_leave_leave_nothing),
    };
    if (!result_ok(crypto_init()))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
