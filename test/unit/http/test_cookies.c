#include "http/cookies.h"
#include "unit/http/exchanges.h"

static void what_is_no_cookie_of_ours_is_absent(void **state)
{
    static const str_t headers[] = {{NULL, 0}, STR_INIT(""), STR_INIT("sid"), STR_INIT("x=1"),
        STR_INIT("SID=1"), STR_INIT("xsid=1"), STR_INIT("sid =1"), STR_INIT("sid=a b"),
        STR_INIT("sid=\"1\""), STR_INIT("sid=a,b"), STR_INIT("sid=a\\b"), STR_INIT("sid=\xc3\xa9"),
        STR_INIT("sid=a\0"), STR_INIT("x=sid=1")};
    (void)state;

    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++)
        assert_false(str_present(http_cookie_find(headers[i], STR("sid"))));
}

static void cookie_that_comes_twice_is_absent(void **state)
{
    (void)state;
    assert_false(str_present(http_cookie_find(STR("sid=1; sid=2"), STR("sid"))));
    assert_false(str_present(http_cookie_find(STR("sid=1; a=b; sid=\"2\""), STR("sid"))));
    assert_false(str_present(http_cookie_find(STR("sid=1; sid"), STR("sid"))));
    assert_str(http_cookie_find(STR("sid=1; sid=1"), STR("sid")), "1");
}

static void more_cookies_than_anyone_has_are_absent(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    str_t header = STR("sid=1");
    (void)state;

    for (int i = 0; i < 100; i++)
        header = arena_printf(arena, "%.*s; a=b", STR_ARG(header));
    assert_false(str_present(http_cookie_find(header, STR("sid"))));
}

static void a_malformed_neighbour_harms_nobody(void **state)
{
    (void)state;
    assert_str(http_cookie_find(STR("a=\"x y\"; ;=; sid=abc-_1; b"), STR("sid")), "abc-_1");
    assert_str(http_cookie_find(STR("sid="), STR("sid")), "");
}

static void name_without_the_prefix_is_not_ours(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    struct http_exchange *x = exchange_new(arena, "Cookie: sid=planted");
    (void)state;

    assert_false(str_present(http_cookie(x, "sid")));
    x = exchange_new(arena, "Cookie: sid=planted; __Host-sid=ours");
    assert_str(http_cookie(x, "sid"), "ours");
}

static void set_cookies_are_locked_to_the_host(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    struct http_exchange *x = exchange_new(arena, "");
    (void)state;

    http_cookie_set(x, "sid", STR("abc"), 0);
    assert_str(http_reply_header_get(x, "set-cookie"),
        "__Host-sid=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
    x = exchange_new(arena, "");
    http_cookie_set(x, "sid", STR("abc"), 60);
    assert_str(http_reply_header_get(x, "set-cookie"),
        "__Host-sid=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
    x = exchange_new(arena, "");
    http_cookie_clear(x, "sid");
    assert_str(http_reply_header_get(x, "set-cookie"),
        "__Host-sid=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; "
        "SameSite=Lax; Secure");
}

static void plain_loopback_issuer_has_plain_names(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    struct http_exchange *x = exchange_new(arena, "Cookie: sid=1");
    struct http_site site;
    (void)state;

    assert_true(http_site_parse(arena, STR("http://localhost:8080"), &site));
    x->site = &site;
    assert_str(http_cookie(x, "sid"), "1");
    http_cookie_set(x, "sid", STR("abc"), 0);
    assert_str(http_reply_header_get(x, "set-cookie"), "sid=abc; Path=/; HttpOnly; SameSite=Lax");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_cookie_of_ours_is_absent),
        cmocka_unit_test(cookie_that_comes_twice_is_absent),
        cmocka_unit_test(more_cookies_than_anyone_has_are_absent),
        cmocka_unit_test(a_malformed_neighbour_harms_nobody),
        cmocka_unit_test(name_without_the_prefix_is_not_ours),
        cmocka_unit_test(set_cookies_are_locked_to_the_host),
        cmocka_unit_test(plain_loopback_issuer_has_plain_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
