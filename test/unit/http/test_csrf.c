#include "http/csrf.h"
#include "unit/http/exchanges.h"

static bool same_origin(const char *lines)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    struct http_exchange *x = exchange_new(arena, lines);
    return http_is_same_origin(&x->request, x->site);
}

static void requests_from_elsewhere_are_refused(void **state)
{
    (void)state;
    assert_false(same_origin("Sec-Fetch-Site: cross-site\nOrigin: https://evil.example"));
    assert_false(same_origin("Sec-Fetch-Site: same-site\nOrigin: https://a.example.com"));
    assert_false(same_origin("Sec-Fetch-Site: cross-site\nOrigin: https://id.example.com"));
    assert_false(same_origin("Sec-Fetch-Site: Same-Origin"));
    assert_false(same_origin("Sec-Fetch-Site:"));
    assert_false(same_origin("Origin: https://evil.example"));
    assert_false(same_origin("Origin: null"));
    assert_false(same_origin("Origin: http://id.example.com"));
    assert_false(same_origin("Origin: https://id.example.com:444"));
    assert_false(same_origin("Origin: https://id.example.com.evil.example"));
}

static void doubled_headers_are_refused(void **state)
{
    (void)state;
    assert_false(same_origin("Sec-Fetch-Site: same-origin\nSec-Fetch-Site: cross-site"));
    assert_false(same_origin("Origin: https://id.example.com\nOrigin: https://evil.example"));
}

static void our_own_pages_pass(void **state)
{
    (void)state;
    assert_true(same_origin("Sec-Fetch-Site: same-origin\nOrigin: null"));
    assert_true(same_origin("Sec-Fetch-Site: none"));
    assert_true(same_origin("Origin: https://id.example.com"));
    assert_true(same_origin(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_from_elsewhere_are_refused),
        cmocka_unit_test(doubled_headers_are_refused),
        cmocka_unit_test(our_own_pages_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
