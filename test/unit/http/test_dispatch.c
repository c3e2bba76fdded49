/* What clients may send over a plain socket, and what they get. */
#include "http/dispatch.h"

#include "base/clock.h"
#include "unit/http/servers.h"

#include <stdio.h>

/* Would be answered if what stands before it ended early, or went on for too long. */
#define SMUGGLED "GET /echo?smuggled HTTP/1.1\r\nHost: a\r\n\r\n"

/* Refused before any handler, the connection closed, nothing behind it answered. */
static void assert_refused(str_t text)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    str_t reply = talk(arena, text);

    if (reply.len > 0 && !str_starts_with(reply, STR("HTTP/1.1 400")))
        fail_msg("\"%.*s\" got \"%.*s\"", STR_ARG(text), STR_ARG(reply));
    if (wire_count(reply, "smuggled") > 0 || wire_count(reply, "/echo|") > 0)
        fail_msg("\"%.*s\" let \"%.*s\" through", STR_ARG(text), STR_ARG(reply));
}

static void ambiguous_requests_are_refused(void **state)
{
    static const str_t requests[] = {
        STR_INIT("POST /echo HTTP/1.1\r\nHost: a\r\nHost: a\r\nContent-Length: 0\r\n\r\n"),
        STR_INIT("POST /echo HTTP/1.1\r\nContent-Length: 0\r\n\r\n"),
        STR_INIT("GET /echo HTTP/1.0\r\n\r\n"),
        STR_INIT("POST /echo HTTP/1.1\r\nHost: a, b\r\nContent-Length: 0\r\n\r\n"),
        STR_INIT(HEAD("POST /echo") "Content-Length: 3\r\nContent-Length: 3\r\n\r\na=b" SMUGGLED),
        STR_INIT(HEAD("POST /echo") "Content-Length: 3\r\nContent-Length: 5\r\n\r\na=b" SMUGGLED),
        STR_INIT(HEAD("POST /echo") "Content-Length: 3, 3\r\n\r\na=b" SMUGGLED),
        STR_INIT(HEAD("POST /echo") "Content-Length: +3\r\n\r\na=b" SMUGGLED),
        STR_INIT(HEAD("POST /echo") "Content-Length: -1\r\n\r\n" SMUGGLED),
        STR_INIT(HEAD("POST /echo") "Content-Length: 0x3\r\n\r\na=b" SMUGGLED),
        STR_INIT(HEAD("POST /echo") "Content-Length: \r\n\r\na=b" SMUGGLED),
        STR_INIT(HEAD("POST /echo") "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    "0\r\n\r\n" SMUGGLED),
        STR_INIT(HEAD("POST /echo") "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"
                                    "0\r\n\r\n" SMUGGLED),
        STR_INIT(HEAD("POST /echo") "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"
                                    "\r\n\r\n0\r\n\r\n" SMUGGLED),
        STR_INIT(HEAD("POST /echo") "Transfer-Encoding: identity\r\n\r\n" SMUGGLED),
        STR_INIT(HEAD("POST /echo") "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" SMUGGLED),
        STR_INIT(HEAD("POST /echo") "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" SMUGGLED),
        STR_INIT(HEAD("POST /echo") "Transfer-Encoding: chunked \r\n\r\n0\r\n\r\n" SMUGGLED),
        STR_INIT(HEAD("POST /echo") "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" SMUGGLED),
        STR_INIT(HEAD("POST /echo") "Content-Length : 5\r\n\r\nGET /" SMUGGLED),
        STR_INIT("POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "0\r\n\r\n" SMUGGLED),
        STR_INIT(
            HEAD("GET /echo") "Authorization: Basic eA==\r\nAuthorization: Basic eQ==\r\n\r\n"),
        STR_INIT(HEAD("GET echo") "\r\n"),
        STR_INIT(HEAD("GET *") "\r\n"),
        STR_INIT(HEAD("CONNECT a:443") "\r\n"),
        STR_INIT(HEAD("GET /echo?a=%4") "\r\n"),
        STR_INIT(HEAD("GET http://other/echo") "\r\n"),
        STR_INIT(HEAD("GET http://a@b/echo") "\r\n"),
    };
    (void)state;

    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++)
        assert_refused(requests[i]);
}

/* libmicrohttpd takes each of these for a request; others read another one in it (head.h). */
static void heads_that_others_read_otherwise_are_refused(void **state)
{
    static const str_t requests[] = {
        STR_INIT("GET /echo HTTP/1.1\nHost: a\n\n"),
        STR_INIT("GET /echo HTTP/1.1\nHost: a\r\n\r\n"),
        STR_INIT("GET /echo HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"),
        STR_INIT("GET /echo HTTP/1.1\r\nHost: a\n\r\n"),
        STR_INIT("GET /echo HTTP/1.1\r\nHost: a\r\n\n"),
        STR_INIT(HEAD("GET /echo") "X: a\r\n b\r\n\r\n"),
        STR_INIT(HEAD("GET /echo") "X: a\r\n\tb\r\nY: c\r\n\r\n"),
        STR_INIT(HEAD("POST /echo") "Conte: 5\r\n nt-Length\r\n\r\nGET /" SMUGGLED),
        STR_INIT(HEAD("POST /echo") "Transfer: chunked\r\n -Encoding\r\n\r\n0\r\n\r\n" SMUGGLED),
        STR_INIT(HEAD("GET /echo") "X: a\0b\r\n\r\n"),
        STR_INIT(HEAD("GET /echo") "X: a\0Content-Length: 5\r\n\r\n"),
        STR_INIT(HEAD("GET /echo") "\0X: a\r\n\r\n" SMUGGLED),
        STR_INIT(HEAD("GET /echo") "X\0: a\r\n\r\n"),
        STR_INIT(HEAD("GET /echo") "X: a\rContent-Length: 5\r\n\r\n"),
        STR_INIT(HEAD("GET /echo") "X: \x01\r\n\r\n"),
        STR_INIT(HEAD("GET /echo") "X\x0b: a\r\n\r\n"),
        STR_INIT(HEAD("GET /echo") "X Y: a\r\n\r\n"),
        STR_INIT(HEAD("GET /echo") ": a\r\n\r\n"),
        STR_INIT(HEAD("GET /echo") "no colon\r\n\r\n"),
        STR_INIT("GET  /echo HTTP/1.1\r\nHost: a\r\n\r\n"),
        STR_INIT("GET /echo  HTTP/1.1\r\nHost: a\r\n\r\n"),
        STR_INIT("GET /echo HTTP/1.1 \r\nHost: a\r\n\r\n"),
        STR_INIT("GET\t/echo HTTP/1.1\r\nHost: a\r\n\r\n"),
        STR_INIT("GET /echo\tx HTTP/1.1\r\nHost: a\r\n\r\n"),
        STR_INIT("GET /echo x HTTP/1.1\r\nHost: a\r\n\r\n"),
        STR_INIT("GET /echo\0 HTTP/1.1\r\nHost: a\r\n\r\n"),
        STR_INIT("GET /echo\r HTTP/1.1\r\nHost: a\r\n\r\n"),
        STR_INIT("GET /echo\r\nHost: a\r\n\r\n"),
        STR_INIT("GET /echo http/1.1\r\nHost: a\r\n\r\n"),
    };
    (void)state;

    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++)
        assert_refused(requests[i]);
}

static void other_versions_are_refused(void **state)
{
    static const str_t versions[] = {STR_INIT("HTTP/2.0"), STR_INIT("HTTP/0.9"),
        STR_INIT("HTTP/3.1"), STR_INIT("HTTP/1.10"), STR_INIT("ICY")};
    (void)state;

    for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++) {
        AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
        str_t reply = talk(
            arena, arena_printf(arena, "GET /echo %.*s\r\nHost: a\r\n\r\n", STR_ARG(versions[i])));
        assert_int_equal(wire_count(reply, "/echo|"), 0);
        assert_true(reply.len == 0 || str_starts_with(reply, STR("HTTP/1.1 505")) ||
                    str_starts_with(reply, STR("HTTP/1.1 400")));
    }
}

/* Whatever a chunk's size line and the trailer may hide: the connection ends with the request. */
static void nothing_follows_a_chunked_request(void **state)
{
    static const str_t bodies[] = {
        STR_INIT("3\r\na=b\r\n0\r\n\r\n"),
        STR_INIT("3;x=\ny\r\na=b\r\n0\r\n\r\n"),
        STR_INIT("3\na=b\n0\n\n"),
        STR_INIT("0\r\nX: y\r\n\r\n"),
        STR_INIT("0\r\nX: y\n\n"),
    };
    (void)state;

    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
        str_t reply =
            talk(arena, arena_printf(arena,
                            HEAD("POST /echo") "Transfer-Encoding: chunked\r\n\r\n%.*s" SMUGGLED,
                            STR_ARG(bodies[i])));
        assert_int_equal(wire_count(reply, "smuggled"), 0);
        assert_true(wire_count(reply, "HTTP/1.1 ") <= 1);
        if (i == 0)
            assert_int_equal(wire_count(reply, "|a=b|"), 1);
    }
}

static void malformed_chunks_are_refused(void **state)
{
    static const str_t bodies[] = {STR_INIT("x\r\n"), STR_INIT("-1\r\n"),
        STR_INIT("0x3\r\na=b\r\n"), STR_INIT("\r\n"), STR_INIT("fffffffffffffffff\r\n"),
        STR_INIT("3\r\na=bc\r\n0\r\n\r\n"), STR_INIT(" 3\r\na=b\r\n0\r\n\r\n")};
    (void)state;

    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
        str_t reply =
            talk(arena, arena_printf(arena,
                            HEAD("POST /echo") "Transfer-Encoding: chunked\r\n\r\n%.*s" SMUGGLED,
                            STR_ARG(bodies[i])));
        assert_true(str_starts_with(reply, STR("HTTP/1.1 4")));
        assert_int_equal(wire_count(reply, "echo|"), 0);
    }
}

static void pipelined_requests_are_answered_in_their_order(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    str_t reply = talk(
        arena, STR(HEAD("GET /echo?first") "\r\n" HEAD(
                   "POST /echo?second") "Content-Length: "
                                        "3\r\n\r\na=b" HEAD("HEAD "
                                                            "/echo?"
                                                            "third") "\r\n" HEAD("GET /echo?last")
                                            LAST "\r\n"));
    assert_int_equal(wire_count(reply, "HTTP/1.1 200"), 4);
    assert_true(wire_find(reply, "/echo|first|") < wire_find(reply, "/echo|second|a=b|"));
    assert_true(wire_find(reply, "/echo|second|a=b|") < wire_find(reply, "/echo|last|"));
    assert_int_equal(wire_count(reply, "/echo|third"), 0);
}

static void query_and_body_arrive_as_they_were_sent(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    str_t reply = talk(arena, STR(HEAD("POST /echo?a=1&a=2&b=%00%ff+") LAST
                                  "Content-Type: application/x-www-form-urlencoded\r\n"
                                  "Content-Length: 15\r\n\r\nc=1&c=%C0%80&d+"));
    assert_status(reply, "200");
    assert_int_equal(wire_count(reply, "/echo|a=1&a=2&b=%00%ff+|c=1&c=%C0%80&d+|127.0.0.1"), 1);
    reply = talk(arena, STR("GET HTTP://a/echo?b HTTP/1.1\r\nHost: a\r\n" LAST "\r\n"));
    assert_int_equal(wire_count(reply, "/echo|b||127.0.0.1"), 1);
}

/* What a client puts in front, however long and in however many lines, does not push out what the
 * proxy put behind it. */
static void proxys_word_stands_behind_whatever_a_client_wrote(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    char *padding = arena_alloc(arena, 9001);
    (void)state;

    memset(padding, '1', 9000);
    str_t reply = talk(arena, STR(HEAD("GET /echo") LAST "X-Forwarded-For: 192.0.2.66\r\n"
                                                         "X-Forwarded-For: 203.0.113.5\r\n\r\n"));
    assert_int_equal(wire_count(reply, "|203.0.113.5"), 1);
    reply = talk(
        arena, arena_printf(arena,
                   HEAD("GET /echo") LAST "X-Forwarded-For: %s, 203.0.113.5\r\n\r\n", padding));
    assert_int_equal(wire_count(reply, "|203.0.113.5"), 1);
    reply = talk(arena, arena_printf(arena,
                            HEAD("GET /echo") LAST "X-Forwarded-For: %s\r\n"
                                                   "X-Forwarded-For: 203.0.113.5\r\n\r\n",
                            padding));
    assert_int_equal(wire_count(reply, "|203.0.113.5"), 1);
}

static void every_set_cookie_is_sent(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    str_t reply = talk(arena, STR(HEAD("GET /echo") LAST "\r\n"));
    assert_int_equal(wire_count(reply, "Set-Cookie: a=1\r\n"), 1);
    assert_int_equal(wire_count(reply, "et-Cookie: b=2\r\n"), 1);
    assert_int_equal(wire_count(reply, "X-Content-Type-Options: nosniff\r\n"), 1);
    assert_int_equal(wire_count(reply, "X-Request-Id: "), 1);
    assert_int_equal(wire_count(reply, "Server:"), 0);
}

static void header_injection_is_a_500(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    str_t reply = talk(arena, STR(HEAD("GET /split") LAST "\r\n"));
    assert_status(reply, "500");
    assert_int_equal(wire_count(reply, "planted"), 0);
}

static void methods_are_answered_as_http_says(void **state)
{
    static const char *const others[] = {"BREW", "TRACE", "get", "PRI", "PUT", "PATCH", "DELETE"};
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    str_t got = talk(arena, STR(HEAD("GET /echo") LAST "\r\n"));
    str_t head = talk(arena, STR(HEAD("HEAD /echo") LAST "\r\n"));
    assert_status(head, "200");
    assert_int_equal(wire_count(head, "/echo|"), 0);
    assert_int_equal(wire_count(got, "Content-Length: 17\r\n"), 1);
    assert_int_equal(wire_count(head, "Content-Length: 17\r\n"), 1);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        str_t reply = talk(arena, arena_printf(arena, HEAD("%s /echo") LAST "\r\n", others[i]));
        assert_status(reply, "405");
        assert_int_equal(wire_count(reply, "Allow: GET, HEAD, POST, OPTIONS\r\n"), 1);
    }
    str_t options = talk(arena, STR(HEAD("OPTIONS /echo") LAST "\r\n"));
    assert_status(options, "204");
    assert_int_equal(wire_count(options, "Allow: GET, HEAD, POST, OPTIONS\r\n"), 1);
    assert_status(talk(arena, STR(HEAD("GET /nothing") LAST "\r\n")), "404");
}

static void http_1_0_is_served_and_closed(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    assert_status(talk(arena, STR("GET /echo HTTP/1.0\r\nHost: a\r\n\r\n")), "200");
    str_t reply = talk(arena, STR("GET /echo HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n"
                                  "GET /echo HTTP/1.0\r\nHost: a\r\n\r\n"));
    assert_int_equal(wire_count(reply, "HTTP/1.1 200"), 2);
}

static void odd_bytes_reach_no_format(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    (void)state;

    assert_status(talk(arena, STR(HEAD("GET /echo?%25s%25n=%25n") LAST
                                  "Authorization: Basic %s%n%n\r\nCookie: %n=%s; \"\r\n\r\n")),
        "200");
}

int main(void)
{
#define WITH_SERVER(test) cmocka_unit_test_setup_teardown(test, start, stop)
    const struct CMUnitTest tests[] = {
        WITH_SERVER(ambiguous_requests_are_refused),
        WITH_SERVER(heads_that_others_read_otherwise_are_refused),
        WITH_SERVER(other_versions_are_refused),
        WITH_SERVER(nothing_follows_a_chunked_request),
        WITH_SERVER(malformed_chunks_are_refused),
        WITH_SERVER(pipelined_requests_are_answered_in_their_order),
        WITH_SERVER(query_and_body_arrive_as_they_were_sent),
        WITH_SERVER(proxys_word_stands_behind_whatever_a_client_wrote),
        WITH_SERVER(every_set_cookie_is_sent),
        WITH_SERVER(header_injection_is_a_500),
        WITH_SERVER(methods_are_answered_as_http_says),
        WITH_SERVER(http_1_0_is_served_and_closed),
        WITH_SERVER(odd_bytes_reach_no_format),
    };
    if (!result_ok(crypto_init()))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
