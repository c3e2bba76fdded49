#include "http/memo.h"

#include "support/unit.h"

enum { LIFE_S = 5, NOW = 1000 };

static int setup(void **state)
{
    *state = http_memo_new(LIFE_S);
    return 0;
}

static int teardown(void **state)
{
    http_memo_free((struct http_memo **)state);
    return 0;
}

static void nothing_is_there_before_it_is_set(void **state)
{
    AUTO_ARENA arena = arena_new(4096);

    assert_false(str_present(http_memo_get(*state, arena, NOW)));
}

static void document_is_copied_until_it_is_too_old(void **state)
{
    AUTO_ARENA arena = arena_new(4096);
    char text[] = "document";

    http_memo_set(*state, str_from_cstr(text), NOW);
    text[0] = 'D';
    assert_str(http_memo_get(*state, arena, NOW + LIFE_S - 1), "document");
    assert_false(str_present(http_memo_get(*state, arena, NOW + LIFE_S)));
}

static void newer_document_takes_the_place_of_the_older(void **state)
{
    AUTO_ARENA arena = arena_new(4096);

    http_memo_set(*state, STR("old"), NOW);
    http_memo_set(*state, STR("newer"), NOW + 1);
    assert_str(http_memo_get(*state, arena, NOW + LIFE_S), "newer");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_is_there_before_it_is_set, setup, teardown),
        cmocka_unit_test_setup_teardown(document_is_copied_until_it_is_too_old, setup, teardown),
        cmocka_unit_test_setup_teardown(
            newer_document_takes_the_place_of_the_older, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
