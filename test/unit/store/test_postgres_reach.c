#include "store/postgres_reach.h"

#include "support/unit.h"

enum { NOW = 1000000 };

static void nothing_known_lets_everybody_try(void **state)
{
    struct postgres_reach reach = {0};
    (void)state;

    for (int i = 0; i < 3; i++)
        assert_true(postgres_reach_begin(&reach, NOW));
}

static void after_a_failure_nobody_tries_until_its_time_and_then_one(void **state)
{
    struct postgres_reach reach = {0};
    (void)state;

    assert_true(postgres_reach_begin(&reach, NOW));
    postgres_reach_end(&reach, false, NOW);
    assert_false(postgres_reach_begin(&reach, NOW + POSTGRES_REACH_FIRST_MS - 1));
    assert_true(postgres_reach_begin(&reach, NOW + POSTGRES_REACH_FIRST_MS));
    assert_false(postgres_reach_begin(&reach, NOW + POSTGRES_REACH_FIRST_MS));
    assert_false(postgres_reach_begin(&reach, NOW + 1000000));
}

static void each_failure_doubles_the_wait_up_to_the_longest(void **state)
{
    struct postgres_reach reach = {0};
    int64_t now = NOW, wait = POSTGRES_REACH_FIRST_MS;
    (void)state;

    postgres_reach_end(&reach, false, now);
    for (int i = 0; i < 20; i++) {
        assert_false(postgres_reach_begin(&reach, now + wait - 1));
        assert_true(postgres_reach_begin(&reach, now + wait));
        now += wait;
        postgres_reach_end(&reach, false, now);
        wait = wait * 2 < POSTGRES_REACH_LAST_MS ? wait * 2 : POSTGRES_REACH_LAST_MS;
    }
    assert_int_equal(wait, POSTGRES_REACH_LAST_MS);
}

static void several_who_fail_at_once_count_as_one(void **state)
{
    struct postgres_reach reach = {0};
    (void)state;

    for (int i = 0; i < 16; i++)
        assert_true(postgres_reach_begin(&reach, NOW));
    for (int i = 0; i < 16; i++)
        postgres_reach_end(&reach, false, NOW);
    assert_true(postgres_reach_begin(&reach, NOW + POSTGRES_REACH_FIRST_MS));
}

static void success_forgets_everything(void **state)
{
    struct postgres_reach reach = {0};
    (void)state;

    postgres_reach_end(&reach, false, NOW);
    assert_true(postgres_reach_begin(&reach, NOW + POSTGRES_REACH_FIRST_MS));
    postgres_reach_end(&reach, true, NOW + POSTGRES_REACH_FIRST_MS);
    assert_true(postgres_reach_begin(&reach, NOW + POSTGRES_REACH_FIRST_MS));
    assert_true(postgres_reach_begin(&reach, NOW + POSTGRES_REACH_FIRST_MS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_known_lets_everybody_try),
        cmocka_unit_test(after_a_failure_nobody_tries_until_its_time_and_then_one),
        cmocka_unit_test(each_failure_doubles_the_wait_up_to_the_longest),
        cmocka_unit_test(several_who_fail_at_once_count_as_one),
        cmocka_unit_test(success_forgets_everything),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
