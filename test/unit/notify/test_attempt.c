#include "notify/attempt.h"

#include "support/unit.h"
#include "unit/notify/fake_store.h"

static const struct backoff backoff = {.tries = 3, .first_s = 10, .max_s = 100};

struct world {
    struct fake_store *fake;
    struct attempt_services services;
    struct notify_answer answer;
    size_t deliveries;
    char text[64]; /* that the gateway was given */
    atomic_bool stopping;
};

static struct notify_answer deliver(void *self, arena_t *arena, const struct notify_errand *errand)
{
    struct world *world = self;
    (void)arena;

    world->deliveries++;
    world->text[0] = '\0';
    if (errand->content != NULL)
        snprintf(world->text, sizeof world->text, "%.*s", STR_ARG(errand->content->text));
    return world->answer;
}

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    void *fake;

    fake_store_begin(&fake);
    world->fake = fake;
    world->services = (struct attempt_services){&world->fake->port, world->fake->key,
        &world->fake->audit, &world->fake->random, &world->fake->clock, false, &world->stopping};
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    void *fake = world->fake;

    fake_store_end(&fake);
    free(world);
    return 0;
}

/* A mail with a text. */
static struct notify_message *add(struct world *world)
{
    struct notify_message *message = fake_store_add(world->fake);
    const struct notify_content content = {.text = STR("secret"), .code = STR("123456")};

    message->sealed =
        content_seal(world->fake->arena, world->fake->key, message->message_id, &content);
    return message;
}

static enum attempt_end run(struct world *world)
{
    AUTO_ARENA arena = arena_new(1u << 20);
    const struct notify_gateway gateway = {world, deliver};
    const struct notify_message *claimed;
    struct notify_claim claim = {
        STR(NOTIFY_MAIL), STR("us"), world->fake->now, world->fake->now + 60};

    assert_ok(world->fake->port.claim(world->fake, arena, &claim, &claimed));
    assert_non_null(claimed);
    return attempt_run(&world->services, &gateway, &backoff, arena, claimed);
}

static void answer(struct world *world, enum notify_outcome outcome, const char *said)
{
    world->answer = (struct notify_answer){outcome, str_from_cstr(said)};
}

static void refused_message_is_dead_at_once_and_the_operator_knows_why(void **state)
{
    struct world *world = *state;
    struct notify_message *message = add(world);

    answer(world, NOTIFY_REFUSED, "550 no such user");
    assert_int_equal(run(world), ATTEMPT_DEAD);
    assert_str(message->state, NOTIFY_DEAD);
    assert_str(message->last_error, "550 no such user");
    assert_true(str_present(message->sealed)); /* it can be sent again */
    assert_int_equal(world->fake->deaths, 1);
    assert_string_equal(world->fake->reason, "mail 1: 550 no such user");
}

static void failed_message_waits_longer_each_time_and_dies_in_the_end(void **state)
{
    struct world *world = *state;
    struct notify_message *message = add(world);

    answer(world, NOTIFY_FAILED, "421 try later");
    assert_int_equal(run(world), ATTEMPT_WAITS);
    assert_str(message->state, NOTIFY_PENDING);
    assert_int_equal(message->next_try_at, FAKE_NOW + 5);
    world->fake->now += 5;
    assert_int_equal(run(world), ATTEMPT_WAITS);
    assert_int_equal(message->next_try_at, FAKE_NOW + 15);
    world->fake->now += 10;
    assert_int_equal(run(world), ATTEMPT_DEAD);
    assert_str(message->last_error, "421 try later");
    assert_int_equal(world->fake->deaths, 1);
    assert_int_equal(world->deliveries, 3);
}

static void expired_message_is_not_delivered_and_its_text_is_gone(void **state)
{
    struct world *world = *state;
    struct notify_message *message = add(world);

    world->fake->now = message->expires_at;
    answer(world, NOTIFY_ARRIVED, NULL);
    assert_int_equal(run(world), ATTEMPT_DEAD);
    assert_int_equal(world->deliveries, 0);
    assert_false(str_present(message->sealed));
    assert_int_equal(world->fake->deaths, 1);
}

static void no_try_is_planned_past_the_expiry(void **state)
{
    struct world *world = *state;
    struct notify_message *message = add(world);

    world->fake->now = message->expires_at - 5;
    answer(world, NOTIFY_FAILED, "timeout");
    assert_int_equal(run(world), ATTEMPT_DEAD);
    assert_str(message->last_error, "timeout");
}

static void message_whose_tries_all_broke_off_is_dead(void **state)
{
    struct world *world = *state;
    struct notify_message *message = add(world);

    message->tries = backoff.tries;
    answer(world, NOTIFY_ARRIVED, NULL);
    assert_int_equal(run(world), ATTEMPT_DEAD);
    assert_int_equal(world->deliveries, 0);
}

static void text_that_does_not_open_is_never_sent(void **state)
{
    struct world *world = *state;
    struct notify_message *message = add(world);

    message->message_id = STR("another");
    answer(world, NOTIFY_ARRIVED, NULL);
    assert_int_equal(run(world), ATTEMPT_DEAD);
    assert_int_equal(world->deliveries, 0);
}

static void lost_claim_changes_nothing(void **state)
{
    struct world *world = *state;
    struct notify_message *message = add(world);
    AUTO_ARENA arena = arena_new(1u << 20);
    const struct notify_gateway gateway = {world, deliver};
    struct notify_message claimed = *message;

    claimed.claimed_by = STR("us");
    message->claimed_by = STR("them");
    answer(world, NOTIFY_REFUSED, "550 no");
    assert_int_equal(
        attempt_run(&world->services, &gateway, &backoff, arena, &claimed), ATTEMPT_LOST);
    assert_str(message->state, NOTIFY_PENDING);
    assert_int_equal(world->fake->deaths, 0);
}

static void store_that_is_away_leaves_the_claim_to_run_out(void **state)
{
    struct world *world = *state;
    AUTO_ARENA arena = arena_new(1u << 20);
    const struct notify_gateway gateway = {world, deliver};
    const struct notify_message claimed = *add(world);

    world->fake->answer = result_fail(RESULT_UNAVAILABLE, "away");
    answer(world, NOTIFY_ARRIVED, NULL);
    assert_int_equal(
        attempt_run(&world->services, &gateway, &backoff, arena, &claimed), ATTEMPT_LOST);
}

static void what_a_server_says_is_one_bounded_line(void **state)
{
    struct world *world = *state;
    char said[2000];

    memset(said, 'x', sizeof said - 1);
    said[sizeof said - 1] = '\0';
    memcpy(said, "a\r\n\033[2J\xC3\xA4", 9);
    answer(world, NOTIFY_REFUSED, said);
    struct notify_message *message = add(world);
    run(world);
    assert_in_range(message->last_error.len, 100, 400);
    assert_true(str_starts_with(message->last_error, STR("a???[2J??x")));
}

static void delivered_message_loses_its_text_at_once(void **state)
{
    struct world *world = *state;
    struct notify_message *message = add(world);

    answer(world, NOTIFY_ARRIVED, "250 ok");
    assert_int_equal(run(world), ATTEMPT_DELIVERED);
    assert_string_equal(world->text, "secret");
    assert_str(message->state, NOTIFY_DELIVERED);
    assert_false(str_present(message->sealed));
    assert_int_equal(world->fake->deaths, 0);
}

static void development_server_keeps_what_it_shows(void **state)
{
    struct world *world = *state;
    struct notify_message *message = add(world);

    world->services.keep_text = true;
    answer(world, NOTIFY_ARRIVED, NULL);
    assert_int_equal(run(world), ATTEMPT_DELIVERED);
    assert_true(str_present(message->sealed));
}

static void message_that_fails_while_the_server_ends_is_due_for_others_at_once(void **state)
{
    struct world *world = *state;
    struct notify_message *message = add(world);

    atomic_store(&world->stopping, true);
    answer(world, NOTIFY_FAILED, "broken off");
    assert_int_equal(run(world), ATTEMPT_WAITS);
    assert_int_equal(message->next_try_at, FAKE_NOW);
    assert_false(str_present(message->claimed_by));
}

static void missing_gateway_refuses_and_names_the_setting(void **state)
{
    struct world *world = *state;
    struct notify_message *message = add(world);
    AUTO_ARENA arena = arena_new(1u << 20);
    const struct notify_gateway gateway = gateway_missing("mail.url is not set");
    struct notify_message claimed = *message;

    claimed.claimed_by = message->claimed_by = STR("us");
    assert_int_equal(
        attempt_run(&world->services, &gateway, &backoff, arena, &claimed), ATTEMPT_DEAD);
    assert_str(message->last_error, "mail.url is not set");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(refused_message_is_dead_at_once_and_the_operator_knows_why),
        TEST(failed_message_waits_longer_each_time_and_dies_in_the_end),
        TEST(expired_message_is_not_delivered_and_its_text_is_gone),
        TEST(no_try_is_planned_past_the_expiry),
        TEST(message_whose_tries_all_broke_off_is_dead),
        TEST(text_that_does_not_open_is_never_sent),
        TEST(lost_claim_changes_nothing),
        TEST(store_that_is_away_leaves_the_claim_to_run_out),
        TEST(what_a_server_says_is_one_bounded_line),
        TEST(delivered_message_loses_its_text_at_once),
        TEST(development_server_keeps_what_it_shows),
        TEST(message_that_fails_while_the_server_ends_is_due_for_others_at_once),
        TEST(missing_gateway_refuses_and_names_the_setting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
