#include "base/base64url.h"

#include "support/unit.h"

#include <string.h>

enum { ARENA_MAX = 1 << 20 };

static void lengths_of_the_rfc_are_written_and_read(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    /* RFC 4648, section 10, without the padding. */
    static const char *const pairs[][2] = {{"", ""}, {"f", "Zg"}, {"fo", "Zm8"}, {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        str_t bytes;
        assert_str(base64url_encode(arena, pairs[i][0], strlen(pairs[i][0])), pairs[i][1]);
        assert_true(base64url_decode(arena, str_from_cstr(pairs[i][1]), &bytes));
        assert_str(bytes, pairs[i][0]);
    }
}

static void bytes_of_the_url_alphabet_are_its_own(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t bytes;
    assert_str(base64url_encode(arena, "\xfb\xff\xbf", 3), "-_-_");
    assert_false(base64url_decode(arena, STR("+/+/"), &bytes));
    assert_str(base64_encode(arena, "\xfb\xff\xbf", 3), "+/+/");
    assert_false(base64_decode(arena, STR("-_-_"), &bytes));
}

static void hazard_padding_alone_has_no_length(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    static const char *const texts[] = {"=", "==", "===", "====", "Zg==", "Zm8=", "=Zm9v", "Zm=9"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        str_t bytes;
        assert_false(base64url_decode(arena, str_from_cstr(texts[i]), &bytes));
    }
}

static void padding_of_the_standard_form_is_complete_and_last(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    static const char *const texts[] = {"=", "==", "====", "Zg", "Zg=", "Zg===", "Zm8",
        "Zm8==", "Zg==Zg==", "Z===", "Zm9v====", "Zm9v\n"};
    str_t bytes;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_false(base64_decode(arena, str_from_cstr(texts[i]), &bytes));
    assert_true(base64_decode(arena, STR("Zg=="), &bytes));
    assert_str(bytes, "f");
}

static void second_spellings_of_one_text_are_refused(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    /* Trailing bits, one character too many, white space, NUL. */
    static const str_t texts[] = {STR_INIT("Zh"), STR_INIT("Zm9"), STR_INIT("Zm9vY"), STR_INIT("A"),
        STR_INIT("Zm 9v"), STR_INIT("Zm9v\n"), STR_INIT("Zm9v\0"), STR_INIT("Zm9\x80")};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        str_t bytes;
        assert_false(base64url_decode(arena, texts[i], &bytes));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_of_the_rfc_are_written_and_read),
        cmocka_unit_test(bytes_of_the_url_alphabet_are_its_own),
        cmocka_unit_test(hazard_padding_alone_has_no_length),
        cmocka_unit_test(padding_of_the_standard_form_is_complete_and_last),
        cmocka_unit_test(second_spellings_of_one_text_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
