#include "unit/http/exchanges.h"

static void header_with_a_line_end_breaks_the_reply(void **state)
{
    static const str_t values[] = {STR_INIT("a\r\nSet-Cookie: x=y"), STR_INIT("a\nb"),
        STR_INIT("a\rb"), STR_INIT("a\0b"), STR_INIT("a\x7f")};
    (void)state;

    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
        struct http_exchange *x = exchange_new(arena, "");
        http_reply_redirect(x, 303, values[i]);
        assert_true(x->reply.broken);
        assert_false(str_present(http_reply_header_get(x, "location")));
    }
}

static void more_headers_than_fit_break_the_reply(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    struct http_exchange *x = exchange_new(arena, "");
    (void)state;

    for (size_t i = 0; i < HTTP_REPLY_MAX_FIELDS; i++)
        http_reply_header(x, "Set-Cookie", STR("a=b"));
    assert_false(x->reply.broken);
    http_reply_header(x, "Set-Cookie", STR("a=b"));
    assert_true(x->reply.broken);
}

static void a_header_replaces_but_cookies_and_vary_add(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    struct http_exchange *x = exchange_new(arena, "");
    (void)state;

    http_reply_header(x, "Cache-Control", STR("no-store"));
    http_reply_header(x, "cache-control", STR("public"));
    http_reply_header(x, "Vary", STR("Origin"));
    http_reply_header(x, "Vary", STR("Accept"));
    http_reply_header(x, "Set-Cookie", STR("a=1"));
    http_reply_header(x, "Set-Cookie", STR("b=2"));
    assert_int_equal(x->reply.fields_n, 4);
    assert_str(http_reply_header_get(x, "Cache-Control"), "public");
    assert_str(http_reply_header_get(x, "Vary"), "Origin, Accept");
}

static void empty_reply_has_no_type(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    struct http_exchange *x = exchange_new(arena, "");
    (void)state;

    http_reply_body(x, 200, "text/plain", STR("x"));
    http_reply_empty(x, 204);
    assert_int_equal(x->reply.status, 204);
    assert_int_equal(x->reply.body.len, 0);
    assert_false(str_present(http_reply_header_get(x, "content-type")));
}

static void names_of_headers_have_no_case_and_methods_do(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    struct http_exchange *x = exchange_new(arena, "X-A: 1\nx-a: 2");
    (void)state;

    assert_str(http_header(&x->request, "X-a"), "1");
    assert_int_equal(http_header_count(&x->request, "x-A"), 2);
    assert_false(str_present(http_header(&x->request, "x-b")));
    assert_int_equal(http_method_of(STR("HEAD")), HTTP_GET);
    assert_int_equal(http_method_of(STR("get")), HTTP_OTHER);
    assert_int_equal(http_method_of(STR("TRACE")), HTTP_OTHER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(header_with_a_line_end_breaks_the_reply),
        cmocka_unit_test(more_headers_than_fit_break_the_reply),
        cmocka_unit_test(a_header_replaces_but_cookies_and_vary_add),
        cmocka_unit_test(empty_reply_has_no_type),
        cmocka_unit_test(names_of_headers_have_no_case_and_methods_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
