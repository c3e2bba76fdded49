#include "http/site.h"

#include "support/unit.h"

enum { ARENA_MAX = 64 * 1024 };

static void what_is_no_issuer_is_refused(void **state)
{
    static const str_t issuers[] = {STR_INIT(""), STR_INIT("id.example.com"),
        STR_INIT("ftp://id.example.com"), STR_INIT("https:///x"), STR_INIT("https://u@a"),
        STR_INIT("https:a"), STR_INIT("https://a:b")};
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct http_site site;
    (void)state;

    for (size_t i = 0; i < sizeof issuers / sizeof issuers[0]; i++)
        assert_false(http_site_parse(arena, issuers[i], &site));
}

static void other_hosts_are_not_ours(void **state)
{
    static const str_t hosts[] = {{NULL, 0}, STR_INIT(""), STR_INIT("example.com"),
        STR_INIT("id.example.com.evil.example"), STR_INIT("id.example.com:80"),
        STR_INIT("id.example.com:8443"), STR_INIT("xid.example.com"), STR_INIT(":443"),
        STR_INIT("id.example.com:443:443")};
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct http_site site;
    (void)state;

    assert_true(http_site_parse(arena, STR("https://id.example.com"), &site));
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++)
        assert_false(http_site_is_host(&site, hosts[i]));
}

static void default_port_may_be_written(void **state)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct http_site site;
    (void)state;

    assert_true(http_site_parse(arena, STR("https://id.example.com"), &site));
    assert_true(http_site_is_host(&site, STR("ID.example.com")));
    assert_true(http_site_is_host(&site, STR("id.example.com:443")));
    assert_true(http_site_parse(arena, STR("https://[::1]:8443"), &site));
    assert_true(http_site_is_host(&site, STR("[::1]:8443")));
    assert_true(site.loopback);
}

static void parts_of_an_issuer_are_found(void **state)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct http_site site;
    (void)state;

    assert_true(http_site_parse(arena, STR("https://ID.example.com:443/a/b/"), &site));
    assert_str(site.origin, "https://id.example.com");
    assert_str(site.authority, "id.example.com");
    assert_str(site.base, "/a/b");
    assert_true(site.secure && !site.loopback);
    assert_true(http_site_parse(arena, STR("http://localhost:8080"), &site));
    assert_str(site.base, "");
    assert_true(!site.secure && site.loopback);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_issuer_is_refused),
        cmocka_unit_test(other_hosts_are_not_ours),
        cmocka_unit_test(default_port_may_be_written),
        cmocka_unit_test(parts_of_an_issuer_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
