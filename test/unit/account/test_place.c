#include "account/place.h"

#include "support/unit.h"

static void text_that_is_no_place_is_refused(void **state)
{
    static const char *const texts[] = {"", ".", "1", "1.", ".id", "x.id", "-1.id", "+1.id",
        "1 .id", "1.5\n", "9999999999999999999.id",
        "1.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "1.\xFF"};
    struct account_place place;
    (void)state;

    assert_false(account_place_read(STR_NONE, &place));
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_false(account_place_read(str_from_cstr(texts[i]), &place));
}

static void place_comes_back_as_it_was_written(void **state)
{
    AUTO_ARENA arena = arena_new(4096);
    struct account_place place;
    (void)state;

    str_t text = account_place_write(arena, &(struct account_place){1700000000, STR("a.b-_")});
    assert_true(account_place_read(text, &place));
    assert_int_equal(place.at, 1700000000);
    assert_str(place.id, "a.b-_");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_that_is_no_place_is_refused),
        cmocka_unit_test(place_comes_back_as_it_was_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
