#include "oauth/audience.h"

#include "support/unit.h"

#define ORDERS "https://orders.example"
#define PARCELS "https://parcels.example"
#define BARE "https://bare.example"

static const struct oauth_scope_record scopes[] = {
    {.name = STR_INIT("orders.read"), .audience = STR_INIT(ORDERS)},
    {.name = STR_INIT("orders.write"), .audience = STR_INIT(ORDERS)},
    {.name = STR_INIT("parcels.read"), .audience = STR_INIT(PARCELS)},
};
static const struct scope_catalogue catalogue = {scopes, sizeof scopes / sizeof *scopes};

static int set_up(void **state)
{
    *state = arena_new(1 << 16);
    return 0;
}

static int tear_down(void **state)
{
    arena_t *arena = *state;

    arena_free(&arena);
    return 0;
}

static void resource_stands_above_the_audiences_of_scopes(void **state)
{
    str_t scope = STR("openid orders.read orders.write parcels.read");

    assert_str(audience_of_grant(*state, &catalogue, scope, STR(BARE)), BARE);
    assert_str(audience_of_grant(*state, &catalogue, scope, STR("")), ORDERS " " PARCELS);
    assert_str(audience_of_grant(*state, &catalogue, STR("openid"), STR_NONE), "");
}

static void api_is_declined_with_the_last_of_its_scopes(void **state)
{
    str_t asked = STR("openid orders.read orders.write parcels.read");
    str_t both = STR(ORDERS " " PARCELS);

    assert_str(
        audience_allowed(*state, &catalogue, both, asked, STR("openid parcels.read")), PARCELS);
    assert_str(
        audience_allowed(*state, &catalogue, both, asked, STR("openid orders.write")), ORDERS);
    assert_str(audience_allowed(*state, &catalogue, both, asked, STR("openid")), "");
    assert_str(
        audience_allowed(*state, &catalogue, STR(ORDERS), asked, STR("parcels.read openid")), "");
}

static void api_without_a_scope_stands(void **state)
{
    assert_str(audience_allowed(*state, &catalogue, STR(BARE " " ORDERS), STR("openid orders.read"),
                   STR("openid")),
        BARE);
    assert_str(audience_allowed(*state, &catalogue, STR_NONE, STR("openid"), STR("openid")), "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(resource_stands_above_the_audiences_of_scopes),
        TEST(api_is_declined_with_the_last_of_its_scopes),
        TEST(api_without_a_scope_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
