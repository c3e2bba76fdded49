#include "crypto/random.h"

#include "support/unit.h"

enum { ARENA_MAX = 1 << 20, DRAWN = 2000 };

static void tokens_do_not_repeat(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t *tokens = ARENA_ARRAY(arena, str_t, DRAWN);
    for (size_t i = 0; i < DRAWN; i++) {
        tokens[i] = random_token(arena, &random_system, 16);
        assert_int_equal(tokens[i].len, 22);
        for (size_t j = 0; j < i; j++)
            assert_false(str_eq(tokens[i], tokens[j]));
    }
}

/* Of 2,000 draws each bit is one in half of them; 6 standard deviations are 134. */
static void each_bit_is_one_in_half_of_the_draws(void **state)
{
    (void)state;
    int ones[64] = {0};
    for (int i = 0; i < DRAWN; i++) {
        uint64_t drawn;
        random_system.fill(NULL, &drawn, sizeof drawn);
        for (int bit = 0; bit < 64; bit++)
            ones[bit] += (int)(drawn >> bit & 1);
    }
    for (int bit = 0; bit < 64; bit++)
        assert_in_range(ones[bit], DRAWN / 2 - 140, DRAWN / 2 + 140);
}

static void nothing_is_written_behind_the_length(void **state)
{
    (void)state;
    char bytes[8] = "abcdefg";
    random_system.fill(NULL, bytes, 0);
    assert_string_equal(bytes, "abcdefg");
    random_system.fill(NULL, bytes, 3);
    assert_string_equal(bytes + 3, "defg");
}

static int start(void **state)
{
    (void)state;
    return result_ok(crypto_init()) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_do_not_repeat),
        cmocka_unit_test(each_bit_is_one_in_half_of_the_draws),
        cmocka_unit_test(nothing_is_written_behind_the_length),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
