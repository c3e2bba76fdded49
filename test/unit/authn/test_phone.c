#include "authn/phone.h"

#include "support/unit.h"

static void what_is_no_international_number_is_refused(void **state)
{
    static const char *const wrong[] = {"", "+", "491701234567", "0170 1234567", "00491701234567",
        "+0491701234567", "+123456", "+1234567890123456", "+49170123456a", "++491701234567",
        "+49 170 1234567 ext 5", "+49170;1234567", "+49170\n1234567", "+49170#1234567",
        "tel:+491701234567", "+49\xC2\xA0\xFF",
        "+"
        "1111111111111111111111111111111111111111111111111111111111111111111111111111111111111"
        "111111111111111111111111111111111111111111111111111111"};
    AUTO_ARENA arena = arena_new(1u << 20);
    str_t number;
    (void)state;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (authn_phone_canonical(arena, str_from_cstr(wrong[i]), &number))
            fail_msg("\"%s\" is %.*s", wrong[i], STR_ARG(number));
    assert_false(authn_phone_canonical(arena, STR("+4917\0001234567"), &number));
}

static void spellings_of_one_number_are_one(void **state)
{
    static const char *const same[] = {"+491701234567", " +49 170 1234567 ", "+49 (170) 123-45-67",
        "+49.170.1234567", "+49/170/1234567",
        "\xEF\xBC\x8B\xEF\xBC\x94\xEF\xBC\x99"
        "1701234567"};
    AUTO_ARENA arena = arena_new(1u << 20);
    str_t number;
    (void)state;

    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_true(authn_phone_canonical(arena, str_from_cstr(same[i]), &number));
        assert_str(number, "+491701234567");
    }
    assert_true(authn_phone_canonical(arena, STR("+1234567"), &number));
    assert_true(authn_phone_canonical(arena, STR("+123456789012345"), &number));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_international_number_is_refused),
        cmocka_unit_test(spellings_of_one_number_are_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
