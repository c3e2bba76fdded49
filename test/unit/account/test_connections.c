#include "account/connections.h"

#include "support/unit.h"
#include "unit/account/fake_world.h"

static int set_up(void **state)
{
    struct fake_world *world = fake_world_new();

    world->connections[world->n_connections++].client_id = STR("shop");
    world->connections[world->n_connections++].client_id = STR("wiki");
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    fake_world_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static enum account_refusal end(struct fake_world *world, const char *client_id)
{
    enum account_refusal refusal;

    assert_ok(account_connection_end(&world->ctx, STR("ada"), str_from_cstr(client_id), &refusal));
    return refusal;
}

static void application_that_was_allowed_nothing_is_unknown(void **state)
{
    struct fake_world *world = *state;

    assert_int_equal(end(world, "chat"), ACCOUNT_CLIENT_UNKNOWN);
    assert_false(fake_recorded(world, "consent.revoked"));
}

static void revocation_is_recorded(void **state)
{
    struct fake_world *world = *state;

    assert_int_equal(end(world, "wiki"), ACCOUNT_DONE);
    assert_true(fake_recorded(world, "consent.revoked"));
}

static void page_says_whether_there_are_more(void **state)
{
    struct fake_world *world = *state;
    const struct account_connection *found;
    bool more;
    size_t n;

    assert_ok(account_connections_list(
        &world->ctx, STR("ada"), &(struct account_page){STR_NONE, 1}, &found, &n, &more));
    assert_true(more && n == 1);
    assert_ok(account_connections_list(
        &world->ctx, STR("ada"), &(struct account_page){STR_NONE, 2}, &found, &n, &more));
    assert_true(!more && n == 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(application_that_was_allowed_nothing_is_unknown),
        TEST(revocation_is_recorded),
        TEST(page_says_whether_there_are_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
