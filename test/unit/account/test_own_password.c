#include "account/own_password.h"

#include "account/users.h"
#include "support/unit.h"
#include "unit/account/fake_world.h"

static int set_up(void **state)
{
    struct fake_world *world = fake_world_new();
    const struct account_new_user ada = {.email = STR("ada@example.com"),
        .given_name = STR("Ada"),
        .family_name = STR("Byron"),
        .password = STR(FAKE_PASSWORD)};
    const struct oauth_subject *user;
    enum account_refusal refusal;

    assert_ok(account_user_add(&world->ctx, &ada, &user, &refusal));
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    fake_world_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* Without the current password signing in is not asked. */
static enum account_own_password_outcome change(
    struct fake_world *world, const char *amr, bool is_fresh, const char *current)
{
    const struct authn_session session = {.id = STR("mine"), .amr = str_from_cstr(amr)};
    const struct account_own_password_wish wish = {.person = &world->users[0].subject,
        .session = &session,
        .is_fresh = is_fresh,
        .current = str_from_cstr(current),
        .password = STR("quite another battery")};
    struct authn_context authn = {0};
    struct account_own_password done;

    assert_ok(account_own_password_change(&world->ctx, &authn, &wish, &done));
    return done.outcome;
}

static void stale_sign_in_without_the_current_one_is_refused(void **state)
{
    struct fake_world *world = *state;

    assert_int_equal(change(world, "pwd", false, NULL), ACCOUNT_OWN_PASSWORD_STALE);
    assert_false(fake_recorded(world, "password.changed"));
    assert_false(world->told);
}

static void current_one_is_no_second_factor(void **state)
{
    struct fake_world *world = *state;

    assert_int_equal(
        change(world, "pwd otp mfa", false, FAKE_PASSWORD), ACCOUNT_OWN_PASSWORD_STALE);
    assert_false(fake_recorded(world, "password.changed"));
}

static void change_spares_this_session_and_tells_the_person(void **state)
{
    struct fake_world *world = *state;

    assert_int_equal(change(world, "pwd", true, NULL), ACCOUNT_OWN_PASSWORD_CHANGED);
    assert_str(world->kept_session, "mine");
    assert_true(world->told);
    assert_true(fake_recorded(world, "password.changed"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(stale_sign_in_without_the_current_one_is_refused),
        TEST(current_one_is_no_second_factor),
        TEST(change_spares_this_session_and_tells_the_person),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
