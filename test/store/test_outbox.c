#include "store/outbox.h"

#include "store/samples.h"

enum { LIFE_S = 1000, CLAIM_S = 60 };

static void add(void **state, const char *id, const char *kind, const char *recipient)
{
    const struct notify_message message = {
        .message_id = str_from_cstr(id),
        .kind = str_from_cstr(kind),
        .recipient = str_from_cstr(recipient),
        .template = STR("account_locked"),
        .lang = STR("de"),
        .user_id = STR("user"),
        .sealed = STR("\x01\x00sealed"),
        .created_at = NOW,
        .expires_at = NOW + LIFE_S,
    };

    assert_ok(store_outbox_add(engine_db(state), &message));
}

static void add_mail(void **state, const char *id)
{
    add(state, id, NOTIFY_MAIL, "a@example.com");
}

static size_t list(
    void **state, struct notify_filter filter, const struct notify_message **messages_out)
{
    size_t n = 99;

    if (filter.limit == 0)
        filter.limit = 10;
    assert_ok(store_outbox_list(engine_db(state), engine_arena(state), &filter, messages_out, &n));
    return n;
}

static size_t count(void **state, struct notify_filter filter)
{
    const struct notify_message *messages;

    return list(state, filter, &messages);
}

/* NULL if there is none to claim. */
static const struct notify_message *claim_at(void **state, const char *by, int64_t now)
{
    const struct notify_claim claim = {STR(NOTIFY_MAIL), str_from_cstr(by), now, now + CLAIM_S};
    const struct notify_message *message = &(struct notify_message){0};

    assert_ok(store_outbox_claim(engine_db(state), engine_arena(state), &claim, &message));
    return message;
}

static struct notify_settlement settlement(const struct notify_message *message, const char *to)
{
    return (struct notify_settlement){.id = message->id,
        .claimed_by = message->claimed_by,
        .state = str_from_cstr(to),
        .next_try_at = NOW + 10,
        .error = STR("550 no"),
        .keep_text = true,
        .now = NOW};
}

static bool settle(void **state, const struct notify_settlement *settlement)
{
    bool settled = true;

    assert_ok(store_outbox_settle(engine_db(state), settlement, &settled));
    return settled;
}

static void settle_as(void **state, const struct notify_message *message, const char *to)
{
    const struct notify_settlement how = settlement(message, to);

    assert_true(settle(state, &how));
}

static const struct notify_message *find(void **state, int64_t id)
{
    const struct notify_message *message = &(struct notify_message){0};

    assert_ok(store_outbox_find(engine_db(state), engine_arena(state), id, &message));
    return message;
}

static bool retry_at(void **state, int64_t id, int64_t now)
{
    bool retried = true;

    assert_ok(store_outbox_retry(engine_db(state), id, now, &retried));
    return retried;
}

/* --- what is there --- */

static void empty_outbox_has_nothing_to_list_or_claim(void **state)
{
    bool found = true;

    assert_int_equal(count(state, (struct notify_filter){0}), 0);
    assert_null(claim_at(state, "us", NOW));
    assert_null(find(state, 1));
    assert_false(retry_at(state, 1, NOW));
    assert_ok(store_outbox_drop(engine_db(state), 1, &found));
    assert_false(found);
    assert_ok(store_outbox_clear(engine_db(state)));
}

static void message_id_is_taken_once(void **state)
{
    const struct notify_message again = {.message_id = STR("m"),
        .kind = STR(NOTIFY_SMS),
        .recipient = STR("+49"),
        .template = STR("t"),
        .lang = STR("en")};

    add_mail(state, "m");
    assert_result(store_outbox_add(engine_db(state), &again), RESULT_CONFLICT);
    assert_int_equal(count(state, (struct notify_filter){0}), 1);
}

static void list_goes_on_behind_the_last_and_never_beyond_the_limit(void **state)
{
    const struct notify_message *messages;

    add_mail(state, "1");
    add_mail(state, "2");
    add_mail(state, "3");
    assert_int_equal(list(state, (struct notify_filter){.limit = 2}, &messages), 2);
    assert_str(messages[0].message_id, "1");
    assert_str(messages[1].message_id, "2");
    struct notify_filter behind = {.limit = 2, .after = messages[1].id};
    assert_int_equal(list(state, behind, &messages), 1);
    assert_str(messages[0].message_id, "3");
    behind.after = messages[0].id;
    assert_int_equal(count(state, behind), 0);
}

static void list_shows_only_what_passes_every_part_of_the_filter(void **state)
{
    add(state, "1", NOTIFY_MAIL, "a@example.com");
    add(state, "2", NOTIFY_SMS, "+4917");
    add(state, "3", NOTIFY_LOGOUT, "client");
    settle_as(state, claim_at(state, "us", NOW), NOTIFY_DEAD);
    assert_int_equal(count(state, (struct notify_filter){0}), 3);
    assert_int_equal(count(state, (struct notify_filter){.to_people = true}), 2);
    assert_int_equal(count(state, (struct notify_filter){.kind = STR(NOTIFY_LOGOUT)}), 1);
    assert_int_equal(count(state, (struct notify_filter){.recipient = STR("+4917")}), 1);
    assert_int_equal(count(state, (struct notify_filter){.recipient = STR("example.com")}), 0);
    assert_int_equal(count(state, (struct notify_filter){.recipient = STR("")}), 0);
    assert_int_equal(count(state, (struct notify_filter){.state = STR(NOTIFY_DEAD)}), 1);
    assert_int_equal(count(state, (struct notify_filter){.state = STR(NOTIFY_PENDING)}), 2);
    assert_int_equal(count(state, (struct notify_filter){.state = STR(NOTIFY_PENDING),
                                      .kind = STR(NOTIFY_MAIL)}),
        0);
}

static void everything_that_was_added_is_read(void **state)
{
    const struct notify_message *message;

    add_mail(state, "m");
    assert_int_equal(list(state, (struct notify_filter){0}, &message), 1);
    assert_str(message->message_id, "m");
    assert_str(message->kind, NOTIFY_MAIL);
    assert_str(message->recipient, "a@example.com");
    assert_str(message->template, "account_locked");
    assert_str(message->lang, "de");
    assert_str(message->user_id, "user");
    assert_false(str_present(message->session_id));
    assert_true(str_eq(message->sealed, STR("\x01\x00sealed")));
    assert_int_equal(message->created_at, NOW);
    assert_int_equal(message->expires_at, NOW + LIFE_S);
    assert_str(message->state, NOTIFY_PENDING);
    assert_int_equal(message->tries, 0);
    assert_int_equal(message->next_try_at, NOW);
    assert_false(str_present(message->claimed_by));
    assert_str(find(state, message->id)->message_id, "m");
}

static void backlog_counts_what_has_not_arrived_by_kind_and_state(void **state)
{
    const struct notify_backlog *backlog;
    size_t n = 99;

    assert_ok(store_outbox_backlog(engine_db(state), engine_arena(state), &backlog, &n));
    assert_int_equal(n, 0);
    for (size_t i = 0; i < 3; i++)
        add_mail(state, (const char *[]){"arrived", "dead", "waits"}[i]);
    settle_as(state, claim_at(state, "node", NOW), NOTIFY_DELIVERED);
    settle_as(state, claim_at(state, "node", NOW), NOTIFY_DEAD);
    assert_ok(store_outbox_backlog(engine_db(state), engine_arena(state), &backlog, &n));
    assert_int_equal(n, 2);
    for (size_t i = 0; i < n; i++) {
        assert_str(backlog[i].kind, NOTIFY_MAIL);
        assert_int_equal(backlog[i].n, 1);
        assert_int_equal(backlog[i].oldest_at, NOW);
    }
    assert_false(str_eq(backlog[0].state, backlog[1].state));
}

static void clearing_leaves_what_is_between_servers(void **state)
{
    add(state, "1", NOTIFY_MAIL, "a@example.com");
    add(state, "2", NOTIFY_SMS, "+4917");
    add(state, "3", NOTIFY_LOGOUT, "client");
    assert_ok(store_outbox_clear(engine_db(state)));
    assert_int_equal(count(state, (struct notify_filter){0}), 1);
}

/* What reads on behind the last id that it saw must see what comes later. */
static void ids_are_not_given_again_after_the_outbox_was_emptied(void **state)
{
    const struct notify_message *messages;

    add_mail(state, "1");
    assert_int_equal(list(state, (struct notify_filter){0}, &messages), 1);
    int64_t last = messages[0].id;
    assert_ok(store_outbox_clear(engine_db(state)));
    add_mail(state, "2");
    assert_int_equal(count(state, (struct notify_filter){.after = last}), 1);
}

/* --- claims --- */

static void claimed_message_is_nobody_elses_until_the_claim_runs_out(void **state)
{
    add_mail(state, "m");
    const struct notify_message *ours = claim_at(state, "us", NOW);
    assert_str(ours->claimed_by, "us");
    assert_int_equal(ours->tries, 1);
    assert_null(claim_at(state, "them", NOW));
    assert_null(claim_at(state, "them", NOW + CLAIM_S - 1));
    const struct notify_message *theirs = claim_at(state, "them", NOW + CLAIM_S);
    assert_str(theirs->claimed_by, "them");
    assert_int_equal(theirs->tries, 2);
}

static void only_due_messages_of_the_kind_are_claimed(void **state)
{
    add(state, "1", NOTIFY_SMS, "+4917");
    add_mail(state, "2");
    assert_null(claim_at(state, "us", NOW - 1));
    settle_as(state, claim_at(state, "us", NOW), NOTIFY_PENDING);
    assert_null(claim_at(state, "us", NOW + 9));
    assert_str(claim_at(state, "us", NOW + 10)->message_id, "2");
}

static void longest_due_message_is_first(void **state)
{
    add_mail(state, "1");
    add_mail(state, "2");
    settle_as(state, claim_at(state, "us", NOW), NOTIFY_PENDING);
    assert_str(claim_at(state, "us", NOW + 20)->message_id, "2");
    assert_str(claim_at(state, "us", NOW + 20)->message_id, "1");
}

static void settled_message_is_not_claimed_again(void **state)
{
    add_mail(state, "1");
    add_mail(state, "2");
    settle_as(state, claim_at(state, "us", NOW), NOTIFY_DELIVERED);
    settle_as(state, claim_at(state, "us", NOW), NOTIFY_DEAD);
    assert_null(claim_at(state, "us", NOW + LIFE_S));
}

static void whoever_lost_the_claim_settles_nothing(void **state)
{
    add_mail(state, "m");
    const struct notify_message *ours = claim_at(state, "us", NOW);
    const struct notify_message *theirs = claim_at(state, "them", NOW + CLAIM_S);
    const struct notify_settlement late = settlement(ours, NOTIFY_DEAD);
    assert_false(settle(state, &late));
    settle_as(state, theirs, NOTIFY_DELIVERED);
    assert_false(settle(state, &late));
    const struct notify_settlement twice = settlement(theirs, NOTIFY_DEAD);
    assert_false(settle(state, &twice));
    assert_str(find(state, ours->id)->state, NOTIFY_DELIVERED);
}

static void settled_message_says_what_came_of_it(void **state)
{
    add_mail(state, "m");
    const struct notify_message *claimed = claim_at(state, "us", NOW);
    settle_as(state, claimed, NOTIFY_PENDING);
    const struct notify_message *waits = find(state, claimed->id);
    assert_str(waits->state, NOTIFY_PENDING);
    assert_str(waits->last_error, "550 no");
    assert_int_equal(waits->next_try_at, NOW + 10);
    assert_int_equal(waits->settled_at, 0);
    assert_false(str_present(waits->claimed_by));
    assert_int_equal(waits->claimed_until, 0);
    assert_true(str_present(waits->sealed));

    struct notify_settlement end = settlement(claim_at(state, "us", NOW + 10), NOTIFY_DELIVERED);
    end.error = STR_NONE;
    end.keep_text = false;
    assert_true(settle(state, &end));
    const struct notify_message *delivered = find(state, claimed->id);
    assert_int_equal(delivered->settled_at, NOW);
    assert_false(str_present(delivered->last_error));
    assert_false(str_present(delivered->sealed));
}

/* --- the operator's acts --- */

static void dead_letter_begins_anew_when_retried(void **state)
{
    add_mail(state, "m");
    int64_t id = claim_at(state, "us", NOW)->id;
    settle_as(state, find(state, id), NOTIFY_DEAD);
    assert_true(retry_at(state, id, NOW + 5));
    const struct notify_message *again = claim_at(state, "us", NOW + 5);
    assert_int_equal(again->tries, 1);
    assert_int_equal(again->settled_at, 0);
}

static void waiting_message_is_due_at_once_when_retried(void **state)
{
    add_mail(state, "m");
    int64_t id = claim_at(state, "us", NOW)->id;
    settle_as(state, find(state, id), NOTIFY_PENDING);
    assert_true(retry_at(state, id, NOW + 1));
    assert_non_null(claim_at(state, "us", NOW + 1));
}

static void what_cannot_be_sent_again_is_not_retried(void **state)
{
    add_mail(state, "m");
    int64_t id = claim_at(state, "us", NOW)->id;
    assert_false(retry_at(state, id, NOW)); /* on its way */
    struct notify_settlement end = settlement(find(state, id), NOTIFY_DEAD);
    assert_true(settle(state, &end));
    assert_false(retry_at(state, id, NOW + LIFE_S)); /* expired */

    add_mail(state, "delivered");
    const struct notify_message *delivered = claim_at(state, "us", NOW);
    settle_as(state, delivered, NOTIFY_DELIVERED);
    assert_false(retry_at(state, delivered->id, NOW));

    add_mail(state, "wiped");
    end = settlement(claim_at(state, "us", NOW), NOTIFY_DEAD);
    end.keep_text = false;
    assert_true(settle(state, &end));
    assert_false(retry_at(state, end.id, NOW));
}

static void dropped_message_is_gone(void **state)
{
    bool found = false;

    add_mail(state, "m");
    const struct notify_message *claimed = claim_at(state, "us", NOW);
    assert_ok(store_outbox_drop(engine_db(state), claimed->id, &found));
    assert_true(found);
    const struct notify_settlement late = settlement(claimed, NOTIFY_DELIVERED);
    assert_false(settle(state, &late));
    assert_null(find(state, claimed->id));
}

/* --- races --- */

struct racing {
    struct db *nodes[2];
    arena_t *arenas[ENGINE_RACERS];
    const struct notify_message *claimed[ENGINE_RACERS];
    result_t results[ENGINE_RACERS];
};

static void act(void *arg, size_t i)
{
    struct racing *racing = arg;
    str_t by = arena_printf(racing->arenas[i], "racer-%zu", i);
    const struct notify_claim claim = {STR(NOTIFY_MAIL), by, NOW, NOW + CLAIM_S};

    racing->results[i] =
        store_outbox_claim(racing->nodes[i % 2], racing->arenas[i], &claim, &racing->claimed[i]);
}

/* How many got a message, no two the same. */
static size_t race(void **state)
{
    struct racing racing = {.nodes = {engine_db(state), engine_other_db(state)}};
    size_t won = 0;

    for (size_t i = 0; i < ENGINE_RACERS; i++)
        racing.arenas[i] = arena_new(1u << 20);
    engine_race(act, &racing);
    for (size_t i = 0; i < ENGINE_RACERS; i++) {
        assert_ok(racing.results[i]);
        for (size_t j = 0; racing.claimed[i] != NULL && j < i; j++)
            assert_false(
                racing.claimed[j] != NULL && racing.claimed[j]->id == racing.claimed[i]->id);
        won += racing.claimed[i] != NULL ? 1 : 0;
    }
    for (size_t i = 0; i < ENGINE_RACERS; i++)
        arena_free(&racing.arenas[i]);
    return won;
}

static void of_many_who_claim_one_message_one_gets_it(void **state)
{
    add_mail(state, "m");
    assert_int_equal(race(state), 1);
    assert_int_equal(race(state), 0);
}

static void many_who_claim_get_one_each(void **state)
{
    for (int i = 0; i < ENGINE_RACERS; i++)
        add_mail(state, arena_printf(engine_arena(state), "m-%d", i).ptr);
    assert_int_equal(race(state), ENGINE_RACERS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_outbox_has_nothing_to_list_or_claim),
        cmocka_unit_test(message_id_is_taken_once),
        cmocka_unit_test(list_goes_on_behind_the_last_and_never_beyond_the_limit),
        cmocka_unit_test(list_shows_only_what_passes_every_part_of_the_filter),
        cmocka_unit_test(everything_that_was_added_is_read),
        cmocka_unit_test(backlog_counts_what_has_not_arrived_by_kind_and_state),
        cmocka_unit_test(clearing_leaves_what_is_between_servers),
        cmocka_unit_test(ids_are_not_given_again_after_the_outbox_was_emptied),
        cmocka_unit_test(claimed_message_is_nobody_elses_until_the_claim_runs_out),
        cmocka_unit_test(only_due_messages_of_the_kind_are_claimed),
        cmocka_unit_test(longest_due_message_is_first),
        cmocka_unit_test(settled_message_is_not_claimed_again),
        cmocka_unit_test(whoever_lost_the_claim_settles_nothing),
        cmocka_unit_test(settled_message_says_what_came_of_it),
        cmocka_unit_test(dead_letter_begins_anew_when_retried),
        cmocka_unit_test(waiting_message_is_due_at_once_when_retried),
        cmocka_unit_test(what_cannot_be_sent_again_is_not_retried),
        cmocka_unit_test(dropped_message_is_gone),
        cmocka_unit_test(of_many_who_claim_one_message_one_gets_it),
        cmocka_unit_test(many_who_claim_get_one_each),
    };

    return ENGINE_RUN("outbox", tests);
}
