#include "account/roles.h"
#include "support/unit.h"
#include "unit/account/fake_world.h"

static int set_up(void **state)
{
    *state = fake_world_new();
    return 0;
}

static int tear_down(void **state)
{
    fake_world_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static enum account_refusal add(struct fake_world *world, const char *name)
{
    enum account_refusal refusal;

    assert_ok(account_role_add(&world->ctx, str_from_cstr(name), &refusal));
    return refusal;
}

static void malformed_names_are_refused(void **state)
{
    static const char *const names[] = {"", "Upper", "1st", "two words", "-x", "a/b", "ä",
        "a23456789012345678901234567890123456789012345678901234567890123456"};
    struct fake_world *world = *state;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_int_equal(add(world, names[i]), ACCOUNT_ROLE_NAME_INVALID);
    assert_int_equal(world->n_events, 0);
}

static void role_that_exists_is_refused(void **state)
{
    assert_int_equal(add(*state, "auditor"), ACCOUNT_ROLE_EXISTS);
    assert_int_equal(add(*state, "shop:clerk-2"), ACCOUNT_DONE);
    assert_true(fake_recorded(*state, "role.added"));
}

static void built_in_and_unknown_roles_cannot_be_deleted(void **state)
{
    struct fake_world *world = *state;
    enum account_refusal refusal;

    assert_ok(account_role_delete(&world->ctx, STR(ACCOUNT_ROLE_OWNER), &refusal));
    assert_int_equal(refusal, ACCOUNT_ROLE_BUILT_IN);
    assert_ok(account_role_delete(&world->ctx, STR("emperor"), &refusal));
    assert_int_equal(refusal, ACCOUNT_ROLE_UNKNOWN);
}

static void one_unknown_word_makes_a_list_unknown(void **state)
{
    struct fake_world *world = *state;
    bool known;

    assert_ok(account_roles_known(&world->ctx, STR("owner emperor"), &known));
    assert_false(known);
    assert_ok(account_roles_known(&world->ctx, STR("owner auditor"), &known));
    assert_true(known);
    assert_ok(account_roles_known(&world->ctx, STR_NONE, &known));
    assert_true(known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(malformed_names_are_refused),
        TEST(role_that_exists_is_refused),
        TEST(built_in_and_unknown_roles_cannot_be_deleted),
        TEST(one_unknown_word_makes_a_list_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
