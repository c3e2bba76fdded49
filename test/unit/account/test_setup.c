#include "account/setup.h"
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

static const struct account_new_user ada = {.email = STR_INIT("ada@example.com"),
    .given_name = STR_INIT("Ada"),
    .family_name = STR_INIT("Byron"),
    .password = STR_INIT(FAKE_PASSWORD)};

static str_t link_token(struct fake_world *world, bool recovery)
{
    enum account_refusal refusal;
    str_t url;
    str_t prefix = STR("https://id.example/ui/setup?token=");

    assert_ok(account_setup_link(&world->ctx, recovery, &url, &refusal));
    assert_int_equal(refusal, ACCOUNT_DONE);
    assert_true(str_starts_with(url, prefix));
    return str_from(url, prefix.len);
}

static enum account_refusal finish(struct fake_world *world, str_t token)
{
    const struct oauth_subject *user;
    enum account_refusal refusal;

    assert_ok(account_setup_finish(&world->ctx, token, &ada, &user, &refusal));
    return refusal;
}

static void wrong_tokens_open_nothing(void **state)
{
    static const char *const tokens[] = {"", "short", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="};
    struct fake_world *world = *state;
    bool open;

    link_token(world, false);
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        assert_ok(account_setup_open(&world->ctx, str_from_cstr(tokens[i]), &open));
        assert_false(open);
        assert_int_equal(finish(world, str_from_cstr(tokens[i])), ACCOUNT_SETUP_LINK_INVALID);
    }
    assert_int_equal(world->enrolments, 0);
}

static void link_dies_after_an_hour(void **state)
{
    struct fake_world *world = *state;
    str_t token = link_token(world, false);

    world->ctx.now += ACCOUNT_SETUP_LINK_S;
    assert_int_equal(finish(world, token), ACCOUNT_SETUP_LINK_INVALID);
}

static void link_is_spent_once(void **state)
{
    struct fake_world *world = *state;
    str_t token = link_token(world, false);
    bool open;

    assert_int_equal(finish(world, token), ACCOUNT_DONE);
    assert_int_equal(finish(world, token), ACCOUNT_SETUP_LINK_INVALID);
    assert_ok(account_setup_open(&world->ctx, token, &open));
    assert_false(open);
}

static void refused_owner_does_not_spend_the_link(void **state)
{
    struct fake_world *world = *state;
    str_t token = link_token(world, false);
    struct account_new_user weak = ada;
    const struct oauth_subject *user;
    enum account_refusal refusal;

    weak.password = STR("short");
    assert_ok(account_setup_finish(&world->ctx, token, &weak, &user, &refusal));
    assert_int_equal(refusal, ACCOUNT_PASSWORD_TOO_SHORT);
    assert_int_equal(finish(world, token), ACCOUNT_DONE);
}

static void setup_is_over_once_there_is_a_person(void **state)
{
    struct fake_world *world = *state;
    enum account_refusal refusal;
    str_t url;

    assert_int_equal(finish(world, link_token(world, false)), ACCOUNT_DONE);
    assert_ok(account_setup_link(&world->ctx, false, &url, &refusal));
    assert_int_equal(refusal, ACCOUNT_SETUP_OVER);
    assert_false(str_present(url));
}

static void operator_recovers_with_a_new_link(void **state)
{
    struct fake_world *world = *state;
    bool open;

    assert_int_equal(finish(world, link_token(world, false)), ACCOUNT_DONE);
    assert_ok(account_setup_open(&world->ctx, link_token(world, true), &open));
    assert_true(open);
}

static void taken_address_is_said_and_the_link_lives(void **state)
{
    struct fake_world *world = *state;

    assert_int_equal(finish(world, link_token(world, false)), ACCOUNT_DONE);
    str_t token = link_token(world, true);
    bool open;
    assert_int_equal(finish(world, token), ACCOUNT_EMAIL_TAKEN);
    assert_ok(account_setup_open(&world->ctx, token, &open));
    assert_true(open);
}

static void holder_becomes_a_verified_owner(void **state)
{
    struct fake_world *world = *state;

    assert_int_equal(finish(world, link_token(world, false)), ACCOUNT_DONE);
    assert_str(world->users[0].subject.roles, "owner");
    assert_true(world->users[0].subject.email_verified);
    assert_true(fake_recorded(world, "setup.finished"));
}

static void link_is_kept_as_a_digest(void **state)
{
    struct fake_world *world = *state;
    str_t token = link_token(world, false);

    assert_int_equal(token.len, 43);
    assert_false(str_eq(world->links[0].digest, token));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(wrong_tokens_open_nothing),
        TEST(link_dies_after_an_hour),
        TEST(link_is_spent_once),
        TEST(refused_owner_does_not_spend_the_link),
        TEST(setup_is_over_once_there_is_a_person),
        TEST(operator_recovers_with_a_new_link),
        TEST(taken_address_is_said_and_the_link_lives),
        TEST(holder_becomes_a_verified_owner),
        TEST(link_is_kept_as_a_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
