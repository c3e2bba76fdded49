#include "account/send_limit.h"

#include "support/unit.h"
#include "unit/account/fake_world.h"

static int set_up(void **state)
{
    struct fake_world *world = fake_world_new();

    world->ctx.address_bucket = STR("192.0.2.7");
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    fake_world_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static bool allowed(struct fake_world *world, str_t target)
{
    struct account_send_leave leave;

    assert_ok(account_send_count(&world->ctx, "verify", target, &leave));
    assert_true(leave.wait_s > 0);
    return leave.allowed;
}

static void second_letter_has_to_wait(void **state)
{
    struct fake_world *world = *state;

    assert_true(allowed(world, STR("ada@example.com")));
    assert_false(allowed(world, STR("ada@example.com")));
    world->ctx.now += ACCOUNT_SEND_PAUSE_S - 1;
    assert_false(allowed(world, STR("ada@example.com")));
    world->ctx.now += 1;
    assert_true(allowed(world, STR("ada@example.com")));
}

static void stranger_elsewhere_does_not_make_the_owner_wait(void **state)
{
    struct fake_world *world = *state;

    assert_true(allowed(world, STR("ada@example.com")));
    world->ctx.address_bucket = STR("198.51.100.1");
    assert_true(allowed(world, STR("ada@example.com")));
}

static void address_gets_so_many_letters_a_day_from_wherever(void **state)
{
    struct fake_world *world = *state;

    for (int i = 0; i < ACCOUNT_SEND_TARGET_DAILY; i++) {
        world->ctx.address_bucket = arena_printf(world->arena, "2001:db8:%d::", i);
        assert_true(allowed(world, STR("ada@example.com")));
    }
    world->ctx.address_bucket = STR("203.0.113.9");
    assert_false(allowed(world, STR("ada@example.com")));
    assert_true(allowed(world, STR("bob@example.com")));
}

static void asker_gets_so_many_letters_sent_a_day(void **state)
{
    struct fake_world *world = *state;

    for (int i = 0; i < ACCOUNT_SEND_ADDRESS_DAILY; i++)
        assert_true(allowed(world, arena_printf(world->arena, "p%d@example.com", i)));
    assert_false(allowed(world, STR("one-more@example.com")));
}

static void throttles_that_are_off_limit_nothing(void **state)
{
    struct fake_world *world = *state;
    struct account_send_leave leave;

    world->settings.throttle_enabled = false;
    for (int i = 0; i < 3; i++) {
        assert_ok(account_send_count(&world->ctx, "verify", STR("ada@example.com"), &leave));
        assert_true(leave.allowed);
        assert_int_equal(leave.wait_s, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(second_letter_has_to_wait),
        TEST(stranger_elsewhere_does_not_make_the_owner_wait),
        TEST(address_gets_so_many_letters_a_day_from_wherever),
        TEST(asker_gets_so_many_letters_sent_a_day),
        TEST(throttles_that_are_off_limit_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
