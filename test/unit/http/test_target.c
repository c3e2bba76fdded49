#include "http/target.h"

#include "support/unit.h"

static void other_forms_are_refused(void **state)
{
    static const str_t targets[] = {{NULL, 0}, STR_INIT(""), STR_INIT("*"), STR_INIT("a"),
        STR_INIT("a:443"), STR_INIT("http:"), STR_INIT("http:/a"), STR_INIT("http://"),
        STR_INIT("https:///a"), STR_INIT("https://?a"), STR_INIT("ftp://a/b"), STR_INIT("//a/b c"),
        STR_INIT("?a"), STR_INIT("/a b"), STR_INIT("/a#b"), STR_INIT("/a\\b"), STR_INIT("/%"),
        STR_INIT("/%4"), STR_INIT("/?a=%zz"), STR_INIT("/a\0b"), STR_INIT("/a\x7f"),
        STR_INIT("/\xc3\xa9"), STR_INIT("/<b>"), STR_INIT("/a\tb")};
    (void)state;

    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        struct http_target target;
        assert_false(http_target_split(targets[i], &target));
    }
}

static void nothing_is_decoded(void **state)
{
    struct http_target target;
    (void)state;

    assert_true(http_target_split(STR("/a/%2e%2E/b?x=%00&y=?/"), &target));
    assert_false(str_present(target.authority));
    assert_str(target.path, "/a/%2e%2E/b");
    assert_str(target.query, "x=%00&y=?/");
    assert_true(http_target_split(STR("/?"), &target));
    assert_true(str_present(target.query) && target.query.len == 0);
    assert_true(http_target_split(STR("/"), &target));
    assert_false(str_present(target.query));
}

static void absolute_form_names_its_host(void **state)
{
    struct http_target target;
    (void)state;

    assert_true(http_target_split(STR("https://id.example.com:8443/a?b"), &target));
    assert_str(target.authority, "id.example.com:8443");
    assert_str(target.path, "/a");
    assert_str(target.query, "b");
    assert_true(http_target_split(STR("HTTP://[::1]"), &target));
    assert_str(target.authority, "[::1]");
    assert_str(target.path, "/");
    assert_false(str_present(target.query));
    assert_true(http_target_split(STR("http://a?b"), &target));
    assert_str(target.path, "/");
    assert_str(target.query, "b");
    assert_true(http_target_split(STR("//a/b"), &target)); /* a path, whatever it looks like */
    assert_false(str_present(target.authority));
    assert_str(target.path, "//a/b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_forms_are_refused),
        cmocka_unit_test(nothing_is_decoded),
        cmocka_unit_test(absolute_form_names_its_host),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
