#include "base/str.h"

#include "support/unit.h"

static void list_is_cut_at_each_separator(void **state)
{
    (void)state;
    str_t rest = STR("a b ");
    str_t part;
    assert_true(str_next(&rest, ' ', &part));
    assert_str(part, "a");
    assert_true(str_next(&rest, ' ', &part));
    assert_str(part, "b");
    assert_true(str_next(&rest, ' ', &part));
    assert_str(part, "");
    assert_false(str_next(&rest, ' ', &part));
}

static void word_is_found_only_whole(void **state)
{
    (void)state;
    assert_true(str_list_has(STR("openid profile"), STR("profile")));
    assert_false(str_list_has(STR("openid profiles"), STR("profile")));
    assert_false(str_list_has(STR("openid"), STR("")));
    assert_false(str_list_has(STR_NONE, STR("openid")));
}

static void number_with_other_characters_is_refused(void **state)
{
    (void)state;
    int64_t value = 7;
    assert_false(str_to_int64(STR(""), &value));
    assert_false(str_to_int64(STR("-1"), &value));
    assert_false(str_to_int64(STR("1 "), &value));
    assert_false(str_to_int64(STR("0x10"), &value));
    assert_false(str_to_int64(STR("9999999999999999999"), &value));
    assert_int_equal(value, 7);
    assert_true(str_to_int64(STR("00600"), &value));
    assert_int_equal(value, 600);
}

static void malformed_utf8_is_not_clean(void **state)
{
    (void)state;
    assert_false(str_is_clean_utf8(STR("a\nb")));
    assert_false(str_is_clean_utf8((str_t){"a\0b", 3}));
    assert_false(str_is_clean_utf8(STR("\xC0\xAF")));         /* overlong */
    assert_false(str_is_clean_utf8(STR("\xED\xA0\x80")));     /* surrogate */
    assert_false(str_is_clean_utf8(STR("\xF4\x90\x80\x80"))); /* above U+10FFFF */
    assert_false(str_is_clean_utf8(STR("\xE2\x82")));         /* cut short */
    assert_true(str_is_clean_utf8(STR("J\xC3\xB6rg \xF0\x9F\x98\x80")));
}

static void malformed_or_cut_text_is_no_utf8(void **state)
{
    (void)state;
    assert_false(str_is_utf8((str_t){"a\0b", 3}));
    assert_false(str_is_utf8(STR("\xFF")));
    assert_false(str_is_utf8(STR("a\xED\xA0\x80")));
    assert_false(str_is_utf8(STR("\xE2\x82")));
    assert_true(str_is_utf8(STR("\x01\n\x7F J\xC3\xB6rg \xF0\x9F\x98\x80")));
    assert_true(str_is_utf8(STR("")));
    assert_true(str_is_utf8(STR_NONE));
}

static void order_is_that_of_bytes_and_the_shorter_comes_first(void **state)
{
    static const char *const sorted[] = {"", "A", "a", "aa", "ab", "b", "\xC3\xA4"};
    int n = sizeof sorted / sizeof *sorted;

    (void)state;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            int order = str_compare(str_from_cstr(sorted[i]), str_from_cstr(sorted[j]));
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
    assert_int_equal(str_compare(STR_NONE, STR("")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list_is_cut_at_each_separator),
        cmocka_unit_test(word_is_found_only_whole),
        cmocka_unit_test(number_with_other_characters_is_refused),
        cmocka_unit_test(malformed_utf8_is_not_clean),
        cmocka_unit_test(malformed_or_cut_text_is_no_utf8),
        cmocka_unit_test(order_is_that_of_bytes_and_the_shorter_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
