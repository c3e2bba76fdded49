#include "http/security_headers.h"

#include "unit/http/exchanges.h"

static str_t transport_security(const char *issuer)
{
    static char value[64];
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    struct http_exchange *x = exchange_new(arena, "");
    struct http_site site;

    assert_true(http_site_parse(arena, str_from_cstr(issuer), &site));
    x->site = &site;
    http_security_headers(x);
    str_t found = http_reply_header_get(x, "strict-transport-security");
    if (!str_present(found))
        return STR_NONE;
    memcpy(value, found.ptr, found.len);
    return (str_t){value, found.len};
}

static void no_promise_without_tls_or_for_loopback(void **state)
{
    (void)state;
    assert_false(str_present(transport_security("http://localhost:8080")));
    assert_str(transport_security("https://localhost:8443"), "max-age=0");
    assert_str(transport_security("https://id.example.com"), "max-age=31536000");
}

static void what_a_page_set_stays(void **state)
{
    AUTO_ARENA arena = arena_new(EXCHANGE_ARENA_MAX);
    struct http_exchange *x = exchange_new(arena, "");
    (void)state;

    http_reply_header(x, "Cache-Control", STR("public"));
    http_reply_header(x, "Content-Security-Policy", STR("default-src 'self'"));
    http_security_headers(x);
    assert_str(http_reply_header_get(x, "cache-control"), "public");
    assert_str(http_reply_header_get(x, "content-security-policy"), "default-src 'self'");
    assert_str(http_reply_header_get(x, "x-frame-options"), "DENY");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_promise_without_tls_or_for_loopback),
        cmocka_unit_test(what_a_page_set_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
