#include "base/nearest.h"

#include "support/unit.h"

static void far_word_is_no_suggestion(void **state)
{
    (void)state;
    assert_false(str_present(nearest_of(STR("serve"), STR_NONE, STR("client"))));
    assert_false(str_present(nearest_of(STR("add"), STR_NONE, STR("list"))));
    assert_false(str_present(nearest_of(STR(""), STR_NONE, STR("add"))));
    char long_word[200] = {0};
    memset(long_word, 'a', sizeof long_word);
    str_t word = {long_word, sizeof long_word};
    assert_false(str_present(nearest_of(word, STR_NONE, word)));
}

static void one_slip_is_near(void **state)
{
    (void)state;
    assert_str(nearest_of(STR("sevre"), STR_NONE, STR("serve")), "serve"); /* swapped */
    assert_str(nearest_of(STR("serv"), STR_NONE, STR("serve")), "serve");
    assert_str(nearest_of(STR("serrve"), STR_NONE, STR("serve")), "serve");
    assert_str(nearest_of(STR("zerve"), STR_NONE, STR("serve")), "serve");
}

static void nearer_candidate_wins_and_the_first_of_two_equals(void **state)
{
    (void)state;
    assert_str(
        nearest_of(STR("redirect-ui"), STR("redirect-x"), STR("redirect-uri")), "redirect-uri");
    assert_str(nearest_of(STR("ab"), STR("ac"), STR("ad")), "ac");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(far_word_is_no_suggestion),
        cmocka_unit_test(one_slip_is_near),
        cmocka_unit_test(nearer_candidate_wins_and_the_first_of_two_equals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
