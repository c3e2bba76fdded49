#include "account/export.h"

#include "account/import.h"
#include "support/unit.h"
#include "unit/account/fake_world.h"

#include <string.h>

static int set_up(void **state)
{
    struct fake_world *world = fake_world_new();
    static const str_t lines[] = {
        STR_INIT("{\"id\":\"one\",\"email\":\"a@example.com\",\"password_hash\":\"$2b$x\"}"),
        STR_INIT("{\"id\":\"two\",\"email\":\"b@example.com\"}")};
    struct account_import_outcome outcomes[2];

    *state = world;
    assert_ok(account_import(&world->ctx, &(struct account_import_options){0}, lines, 2, outcomes));
    world->n_events = 0;
    return 0;
}

static int tear_down(void **state)
{
    fake_world_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static str_t *export(struct fake_world *world, bool with_hashes)
{
    str_t *lines, next;
    size_t n;

    assert_ok(account_export(&world->ctx, STR_NONE, with_hashes, &lines, &n, &next));
    assert_int_equal(n, 2);
    assert_false(str_present(next));
    return lines;
}

static bool mentions(str_t line, const char *word)
{
    return strstr(line.ptr, word) != NULL;
}

static void hashes_are_left_out_unless_asked_for(void **state)
{
    struct fake_world *world = *state;
    str_t *lines = export(world, false);

    assert_true(mentions(lines[0], "\"id\":\"one\"") && mentions(lines[1], "b@example.com"));
    assert_false(mentions(lines[0], "password_hash") || mentions(lines[0], "$2b$"));
    assert_true(fake_recorded(world, "users.exported"));
}

static void hashes_that_were_asked_for_are_recorded(void **state)
{
    struct fake_world *world = *state;
    str_t *lines = export(world, true);

    assert_true(mentions(lines[0], "\"password_hash\":\"$2b$x\""));
    assert_false(mentions(lines[1], "password_hash"));
    assert_true(fake_recorded(world, "users.exported_with_hashes"));
    assert_int_equal(world->n_events, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(hashes_are_left_out_unless_asked_for),
        TEST(hashes_that_were_asked_for_are_recorded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
