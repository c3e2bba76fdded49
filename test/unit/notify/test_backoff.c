#include "notify/backoff.h"

#include "support/unit.h"

static void fill(void *self, void *out, size_t len)
{
    memset(out, *(const uint8_t *)self, len);
}

static int64_t pause_of(const struct backoff *backoff, int64_t tries, uint8_t chance)
{
    const struct random_source random = {&chance, fill};

    return backoff_pause_s(backoff, tries, &random);
}

static void pause_doubles_up_to_the_longest(void **state)
{
    const struct backoff backoff = {.tries = 10, .first_s = 10, .max_s = 60};
    (void)state;

    assert_int_equal(pause_of(&backoff, 1, 0), 5);
    assert_int_equal(pause_of(&backoff, 2, 0), 10);
    assert_int_equal(pause_of(&backoff, 3, 0), 20);
    assert_int_equal(pause_of(&backoff, 4, 0), 30);
    assert_int_equal(pause_of(&backoff, INT64_MAX, 0), 30);
}

static void half_of_the_pause_is_chance_and_no_more(void **state)
{
    const struct backoff backoff = {.tries = 10, .first_s = 100, .max_s = 1000};
    bool differs = false;
    (void)state;

    for (int chance = 0; chance < 256; chance++) {
        int64_t pause = pause_of(&backoff, 1, (uint8_t)chance);
        assert_in_range(pause, 50, 100);
        differs |= pause != pause_of(&backoff, 1, 0);
    }
    assert_true(differs);
}

static void there_is_always_a_pause(void **state)
{
    const struct backoff backoff = {.tries = 10, .first_s = 1, .max_s = 1};
    (void)state;

    for (int chance = 0; chance < 256; chance++)
        assert_int_equal(pause_of(&backoff, 3, (uint8_t)chance), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pause_doubles_up_to_the_longest),
        cmocka_unit_test(half_of_the_pause_is_chance_and_no_more),
        cmocka_unit_test(there_is_always_a_pause),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
