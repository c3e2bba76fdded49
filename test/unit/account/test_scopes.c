#include "account/scopes.h"
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

static enum account_refusal add(
    struct fake_world *world, const char *name, const char *audience, const char *description)
{
    const struct oauth_scope_record scope = {.name = str_from_cstr(name),
        .audience = str_from_cstr(audience),
        .description = str_from_cstr(description)};
    enum account_refusal refusal;

    assert_ok(account_scope_add(&world->ctx, &scope, &refusal));
    return refusal;
}

static void malformed_scopes_are_refused(void **state)
{
    struct fake_world *world = *state;
    char name[ACCOUNT_SCOPE_NAME_MAX + 2] = {0};

    memset(name, 'x', sizeof name - 1);
    assert_int_equal(add(world, "", "https://a.example", NULL), ACCOUNT_SCOPE_NAME_INVALID);
    assert_int_equal(
        add(world, "two words", "https://a.example", NULL), ACCOUNT_SCOPE_NAME_INVALID);
    assert_int_equal(add(world, "quo\"te", "https://a.example", NULL), ACCOUNT_SCOPE_NAME_INVALID);
    assert_int_equal(add(world, name, "https://a.example", NULL), ACCOUNT_SCOPE_NAME_INVALID);
    assert_int_equal(add(world, "openid", "https://a.example", NULL), ACCOUNT_SCOPE_STANDARD);
    assert_int_equal(add(world, "orders", "", NULL), ACCOUNT_AUDIENCE_INVALID);
    assert_int_equal(add(world, "orders", "/api", NULL), ACCOUNT_AUDIENCE_INVALID);
    assert_int_equal(add(world, "orders", "https://a.example/#x", NULL), ACCOUNT_AUDIENCE_INVALID);
    assert_int_equal(
        add(world, "orders", "https://a.example", "two\nlines"), ACCOUNT_DESCRIPTION_INVALID);
    assert_int_equal(world->n_scopes, 0);
}

static void second_scope_of_a_name_is_refused(void **state)
{
    struct fake_world *world = *state;

    assert_int_equal(add(world, "orders", "https://a.example", NULL), ACCOUNT_DONE);
    assert_int_equal(add(world, "orders", "https://b.example", NULL), ACCOUNT_SCOPE_EXISTS);
    assert_true(str_present(world->scopes[0].description));
}

static void built_in_and_unknown_scopes_cannot_be_deleted(void **state)
{
    struct fake_world *world = *state;
    enum account_refusal refusal;

    assert_ok(account_scope_delete(&world->ctx, STR("openid"), &refusal));
    assert_int_equal(refusal, ACCOUNT_SCOPE_STANDARD);
    assert_ok(account_scope_delete(&world->ctx, STR("orders"), &refusal));
    assert_int_equal(refusal, ACCOUNT_SCOPE_UNKNOWN);
    assert_int_equal(world->n_events, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(malformed_scopes_are_refused),
        TEST(second_scope_of_a_name_is_refused),
        TEST(built_in_and_unknown_scopes_cannot_be_deleted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
