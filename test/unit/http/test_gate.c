#include "http/gate.h"

#include "unit/http/exchanges.h"

static const char *gate(const char *lines)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    return http_gate(&exchange_new(arena, lines)->request);
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
        assert_non_null(gate(lines[i]));
}

static void malformed_hosts_are_refused(void **state)
{
    static const char *const lines[] = {"", "Host:", "Host: a,b", "Host: a b", "Host: a/b",
        "Host: user@a", "Host: a?b", "Host: <b>", "Host: \xc3\xa9"};
    (void)state;

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        assert_non_null(gate(lines[i]));
}

static void lengths_that_are_not_clear_are_refused(void **state)
{
    static const char *const lines[] = {"Host: a\nContent-Length: 1\nTransfer-Encoding: chunked",
        "Host: a\nContent-Length:", "Host: a\nContent-Length: -1", "Host: a\nContent-Length: +1",
        "Host: a\nContent-Length: 1,1", "Host: a\nContent-Length: 0x1",
        "Host: a\nContent-Length: 9999999999999999999", "Host: a\nTransfer-Encoding: gzip",
        "Host: a\nTransfer-Encoding: gzip, chunked", "Host: a\nTransfer-Encoding: identity"};
    (void)state;

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        assert_non_null(gate(lines[i]));
}

static void plain_requests_pass(void **state)
{
    (void)state;
    assert_null(gate("Host: id.example.com:8443"));
    assert_null(gate("Host: [::1]:8443\nContent-Length: 10\nX: 1\nX: 2"));
    assert_null(gate("Host: a\nTransfer-Encoding: Chunked"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doubled_headers_are_refused),
        cmocka_unit_test(malformed_hosts_are_refused),
        cmocka_unit_test(lengths_that_are_not_clear_are_refused),
        cmocka_unit_test(plain_requests_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
