#include "base/arena.h"

#include "support/unit.h"

static void note(void *what)
{
    char **at = what;

    *(*at)++ = 'x';
}

struct ending {
    char **at;
    char name;
};

static void sign(void *what)
{
    const struct ending *ending = what;

    *(*ending->at)++ = ending->name;
}

static void ends_are_called_once_the_last_first(void **state)
{
    char text[8] = "", *at = text;
    struct ending a = {&at, 'a'}, b = {&at, 'b'};
    arena_t *arena = arena_new(4096);

    (void)state;
    arena_at_end(arena, sign, &a);
    arena_at_end(arena, sign, &b);
    assert_string_equal(text, "");
    arena_free(&arena);
    assert_string_equal(text, "ba");
    arena_free(&arena);
    assert_string_equal(text, "ba");
}

static void what_an_end_is_given_may_lie_in_the_arena(void **state)
{
    char text[8] = "", *at = text;
    arena_t *arena = arena_new(4096);
    char ***what = ARENA_NEW(arena, char **);

    (void)state;
    *what = &at;
    arena_at_end(arena, note, *what);
    arena_free(&arena);
    assert_string_equal(text, "x");
}

static void memory_is_zero_though_it_was_used_before(void **state)
{
    (void)state;
    for (int round = 0; round < 4; round++) {
        AUTO_ARENA arena = arena_new(1 << 16);
        for (int i = 0; i < 100; i++) {
            unsigned char *bytes = arena_alloc(arena, 97);
            for (int j = 0; j < 97; j++)
                assert_int_equal(bytes[j], 0);
            memset(bytes, 0xff, 97);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_are_called_once_the_last_first),
        cmocka_unit_test(what_an_end_is_given_may_lie_in_the_arena),
        cmocka_unit_test(memory_is_zero_though_it_was_used_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
