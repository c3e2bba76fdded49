#include "http/target.h"

#include "support/unit.h"

static void other_forms_are_refused(void **state)
{
    static const str_t targets[] = {{NULL, 0}, STR_INIT(""), STR_INIT("*"), STR_INIT("a"),
        STR_INIT("http://a/b"), STR_INIT("?a"), STR_INIT("/a b"), STR_INIT("/a#b"),
        STR_INIT("/a\\b"), STR_INIT("/%"), STR_INIT("/%4"), STR_INIT("/?a=%zz"), STR_INIT("/a\0b"),
        STR_INIT("/a\x7f"), STR_INIT("/\xc3\xa9"), STR_INIT("/<b>"), STR_INIT("/a\tb")};
    str_t path, query;
    (void)state;

    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        assert_false(http_target_split(targets[i], &path, &query));
        assert_false(str_present(path) || str_present(query));
    }
}

static void nothing_is_decoded(void **state)
{
    str_t path, query;
    (void)state;

    assert_true(http_target_split(STR("/a/%2e%2E/b?x=%00&y=?/"), &path, &query));
    assert_str(path, "/a/%2e%2E/b");
    assert_str(query, "x=%00&y=?/");
    assert_true(http_target_split(STR("/?"), &path, &query));
    assert_true(str_present(query) && query.len == 0);
    assert_true(http_target_split(STR("/"), &path, &query));
    assert_false(str_present(query));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_forms_are_refused),
        cmocka_unit_test(nothing_is_decoded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
