#include "base/unicode.h"

#include "support/unit.h"

static void broken_utf8_is_refused(void **state)
{
    AUTO_ARENA arena = arena_new(1u << 16);
    str_t out;

    (void)state;
    assert_false(unicode_nfkc(arena, STR("a\xFF"), &out));
    assert_false(unicode_fold(arena, STR("\xED\xA0\x80"), &out));
    assert_false(unicode_is_name_text(STR("\xC3")));
}

static void invisible_characters_are_no_name_text(void **state)
{
    (void)state;
    assert_false(unicode_is_name_text(STR("a\xE2\x80\x8B"))); /* zero width space */
    assert_false(unicode_is_name_text(STR("a\xCD\x8F")));     /* grapheme joiner: a mark */
    assert_false(unicode_is_name_text(STR("a\xC2\xA0")));     /* no-break space */
    assert_true(unicode_is_name_text(STR("J\xC3\xB6rg\xE6\xBC\xA2")));
}

static void spellings_of_one_text_are_one(void **state)
{
    AUTO_ARENA arena = arena_new(1u << 16);
    str_t out;

    (void)state;
    assert_true(unicode_nfkc(arena, STR("o\xCC\x88\xEF\xBC\xA1"), &out));
    assert_str(out, "\xC3\xB6"
                    "A");
    assert_true(unicode_fold(arena, STR("O\xCC\x88\xEF\xBC\xA1"), &out));
    assert_str(out, "\xC3\xB6"
                    "a");
    assert_true(unicode_nfkc(arena, STR(""), &out));
    assert_str(out, "");
}

static void length_counts_characters(void **state)
{
    (void)state;
    assert_int_equal(unicode_length(STR("")), 0);
    assert_int_equal(unicode_length(STR("J\xC3\xB6rg \xF0\x9F\x98\x80")), 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(broken_utf8_is_refused),
        cmocka_unit_test(invisible_characters_are_no_name_text),
        cmocka_unit_test(spellings_of_one_text_are_one),
        cmocka_unit_test(length_counts_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
