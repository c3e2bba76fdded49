#include "account/sessions.h"

#include "support/unit.h"
#include "unit/account/fake_world.h"

static int set_up(void **state)
{
    struct fake_world *world = fake_world_new();
    static const char *const ids[] = {"a", "b", "foreign"};

    for (size_t i = 0; i < 3; i++)
        world->sessions[world->n_sessions++] = (struct authn_session){
            .id = str_from_cstr(ids[i]), .user_id = i < 2 ? STR("ada") : STR("eve")};
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    fake_world_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static void session_of_another_is_unknown_and_stays(void **state)
{
    struct fake_world *world = *state;
    enum account_refusal refusal;

    assert_ok(account_session_end(&world->ctx, STR("ada"), STR("foreign"), &refusal));
    assert_int_equal(refusal, ACCOUNT_SESSION_UNKNOWN);
    assert_int_equal(world->n_sessions, 3);
    assert_false(fake_recorded(world, "session.end"));
}

static void own_session_ends_and_is_recorded(void **state)
{
    struct fake_world *world = *state;
    enum account_refusal refusal;

    assert_ok(account_session_end(&world->ctx, STR("ada"), STR("b"), &refusal));
    assert_int_equal(refusal, ACCOUNT_DONE);
    assert_int_equal(world->n_sessions, 2);
    assert_true(fake_recorded(world, "session.end"));
}

static void page_says_whether_there_are_more(void **state)
{
    struct fake_world *world = *state;
    const struct authn_session *sessions;
    bool more;
    size_t n;

    assert_ok(account_sessions_list(&world->ctx, STR("ada"), 0, NULL, 1, &sessions, &n, &more));
    assert_true(more && n == 1);
    assert_ok(account_sessions_list(&world->ctx, STR("ada"), 0, NULL, 2, &sessions, &n, &more));
    assert_true(!more && n == 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(session_of_another_is_unknown_and_stays),
        TEST(own_session_ends_and_is_recorded),
        TEST(page_says_whether_there_are_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
