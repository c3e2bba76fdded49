#include "account/resources.h"
#include "support/unit.h"
#include "unit/account/fake_world.h"

static const struct oauth_scope_record registered[] = {
    {.name = STR_INIT("a.read"), .audience = STR_INIT("https://a.example")},
    {.name = STR_INIT("a.write"), .audience = STR_INIT("https://a.example")},
    {.name = STR_INIT("b"), .audience = STR_INIT("https://b.example")},
};

static int set_up(void **state)
{
    struct fake_world *world = fake_world_new();

    memcpy(world->scopes, registered, sizeof registered);
    world->n_scopes = 3;
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    fake_world_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static enum account_refusal update(
    struct fake_world *world, const char *audience, struct oauth_token_wishes wishes)
{
    const struct account_resource changes = {str_from_cstr(audience), wishes};
    struct account_resource resource;
    enum account_refusal refusal;

    assert_ok(account_resource_update(&world->ctx, &changes, &resource, &refusal));
    return refusal;
}

static void unknown_audience_and_values_are_refused(void **state)
{
    struct fake_world *world = *state;
    const char *known = "https://a.example";

    assert_int_equal(
        update(world, "https://c.example", (struct oauth_token_wishes){.typ = STR("JWT")}),
        ACCOUNT_RESOURCE_UNKNOWN);
    assert_int_equal(update(world, known, (struct oauth_token_wishes){.typ = STR("jwt")}),
        ACCOUNT_TOKEN_TYP_INVALID);
    assert_int_equal(update(world, known, (struct oauth_token_wishes){.typ = STR("")}),
        ACCOUNT_TOKEN_TYP_INVALID);
    assert_int_equal(update(world, known, (struct oauth_token_wishes){.format = STR("JWT")}),
        ACCOUNT_TOKEN_FORMAT_INVALID);
    assert_int_equal(update(world, known, (struct oauth_token_wishes){.alg = STR("none")}),
        ACCOUNT_TOKEN_ALG_INVALID);
    assert_false(str_present(world->scopes[0].token.typ));
}

static void each_audience_is_listed_once(void **state)
{
    struct fake_world *world = *state;
    const struct account_resource *resources;
    size_t n;

    assert_ok(account_resource_list(&world->ctx, &resources, &n));
    assert_int_equal(n, 2);
    assert_str(resources[0].audience, "https://a.example");
    assert_str(resources[1].audience, "https://b.example");
}

static void change_leaves_what_it_does_not_name_and_default_takes_away(void **state)
{
    struct fake_world *world = *state;
    const struct oauth_token_wishes *kept = &world->scopes[1].token;

    assert_int_equal(update(world, "https://a.example",
                         (struct oauth_token_wishes){.typ = STR("JWT"), .alg = STR("RS256")}),
        ACCOUNT_DONE);
    assert_int_equal(update(world, "https://a.example",
                         (struct oauth_token_wishes){.format = STR("jwt"), .alg = STR("default")}),
        ACCOUNT_DONE);
    assert_str(kept->typ, "JWT");
    assert_str(kept->format, "jwt");
    assert_false(str_present(kept->alg));
    assert_false(str_present(world->scopes[2].token.typ));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(unknown_audience_and_values_are_refused),
        TEST(each_audience_is_listed_once),
        TEST(change_leaves_what_it_does_not_name_and_default_takes_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
