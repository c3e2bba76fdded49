#include "account/refusal.h"

#include "support/unit.h"

static void every_refusal_has_a_code_of_its_own(void **state)
{
    (void)state;
    for (int i = ACCOUNT_DONE + 1; i < ACCOUNT_REFUSALS; i++) {
        const struct account_refusal_text *text = account_refusal_text((enum account_refusal)i);

        assert_non_null(text->code);
        assert_true(strlen(text->code) > 0 && strlen(text->message) > 0);
        assert_int_not_equal(text->kind, ACCOUNT_KIND_NONE);
        for (int before = ACCOUNT_DONE; before < i; before++)
            assert_string_not_equal(
                account_refusal_text((enum account_refusal)before)->code, text->code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_refusal_has_a_code_of_its_own)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
