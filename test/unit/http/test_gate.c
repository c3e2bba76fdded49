#include "http/gate.h"

#include "unit/http/exchanges.h"

static int gate_of(const char *version, const char *lines)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    struct http_exchange *x = exchange_new(arena, lines);

    x->request.version = str_from_cstr(version);
    struct http_refusal refusal = http_gate(&x->request);
    assert_true((refusal.status == 0) == (refusal.why == NULL));
    return refusal.status;
}

static int gate(const char *lines)
{
    return gate_of("HTTP/1.1", lines);
}

static void doubled_headers_are_refused(void **state)
{
    static const char *const lines[] = {"Host: a\nHost: a", "Host: a\nhost: b",
        "Host: a\nContent-Length: 1\nContent-Length: 1",
        "Host: a\nTransfer-Encoding: chunked\nTransfer-Encoding: chunked",
        "Host: a\nCookie: a=1\nCookie: b=2", "Host: a\nAuthorization: x\nAuthorization: x",
        "Host: a\nContent-Type: a/b\nContent-Type: a/b", "Host: a\nOrigin: x\nOrigin: y",
        "Host: a\nDPoP: x\nDPoP: y", "Host: a\nSec-Fetch-Site: none\nSec-Fetch-Site: none"};
    (void)state;

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        assert_int_equal(gate(lines[i]), 400);
}

static void malformed_hosts_are_refused(void **state)
{
    static const char *const lines[] = {"", "Host:", "Host: a,b", "Host: a b", "Host: a/b",
        "Host: user@a", "Host: a?b", "Host: <b>", "Host: \xc3\xa9"};
    (void)state;

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        assert_int_equal(gate(lines[i]), 400);
}

static void lengths_that_are_not_clear_are_refused(void **state)
{
    static const char *const lines[] = {"Host: a\nContent-Length: 1\nTransfer-Encoding: chunked",
        "Host: a\nContent-Length:", "Host: a\nContent-Length: -1", "Host: a\nContent-Length: +1",
        "Host: a\nContent-Length: 1,1", "Host: a\nContent-Length: 0x1",
        "Host: a\nContent-Length: 9999999999999999999", "Host: a\nTransfer-Encoding: gzip",
        "Host: a\nTransfer-Encoding: gzip, chunked", "Host: a\nTransfer-Encoding: identity",
        "Host: a\nTransfer-Encoding: chunked, chunked", "Host: a\nTransfer-Encoding: \"chunked\"",
        "Host: a\nTransfer-Encoding:"};
    (void)state;

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        assert_int_equal(gate(lines[i]), 400);
}

static void codings_in_http_1_0_are_refused(void **state)
{
    (void)state;
    assert_int_equal(gate_of("HTTP/1.0", "Host: a\nTransfer-Encoding: chunked"), 400);
    assert_int_equal(gate_of("HTTP/1.0", "Host: a\nContent-Length: 1"), 0);
}

static void names_and_values_are_of_the_grammar(void **state)
{
    static const char *const lines[] = {"Host: a\nX Y: 1", "Host: a\nX : 1", "Host: a\nX\t: 1",
        "Host: a\n: 1", "Host: a\nX\xc3\xa9: 1", "Host: a\n(X): 1", "Host: a\nX: a\rb",
        "Host: a\nX: a\x01", "Host: a\nX: \x7f", "Host: a\nTransfer-Encoding : chunked"};
    (void)state;

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        assert_int_equal(gate(lines[i]), 400);
}

static void other_expectations_are_not_met(void **state)
{
    (void)state;
    assert_int_equal(gate("Host: a\nExpect: 100-Continue"), 0);
    assert_int_equal(gate("Host: a\nExpect: tea"), 417);
    assert_int_equal(gate("Host: a\nExpect:"), 417);
    assert_int_equal(gate("Host: a\nExpect: 100-continue\nExpect: 100-continue"), 400);
}

static void plain_requests_pass(void **state)
{
    (void)state;
    assert_int_equal(gate("Host: id.example.com:8443"), 0);
    assert_int_equal(gate("Host: [::1]:8443\nContent-Length: 10\nX: 1\nX: 2"), 0);
    assert_int_equal(gate("Host: a\nTransfer-Encoding: Chunked"), 0);
    assert_int_equal(gate("Host: a\nX-.!#$%&'*+^_`|~9: \xc3\xa9\tb"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doubled_headers_are_refused),
        cmocka_unit_test(malformed_hosts_are_refused),
        cmocka_unit_test(lengths_that_are_not_clear_are_refused),
        cmocka_unit_test(codings_in_http_1_0_are_refused),
        cmocka_unit_test(names_and_values_are_of_the_grammar),
        cmocka_unit_test(other_expectations_are_not_met),
        cmocka_unit_test(plain_requests_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
