#include "notify/sms_limit.h"

#include "support/unit.h"

enum { BUCKETS = 256, DAY = 19675, NOON = DAY * 86400 + 43200 };

/* The store's throttles, as far as they go here: a bucket closes behind its last try. */
struct world {
    arena_t *arena;
    str_t names[BUCKETS];
    int64_t tries[BUCKETS], closed_until[BUCKETS];
    size_t n;
    result_t answer;
    struct authn_store store;
};

static const struct sms_limits limits = {.number = 2, .prefix = 4, .address = 6, .all = 8};

static result_t attempt(void *self, str_t bucket, const struct authn_throttle_rule *rule,
    int64_t now, struct authn_attempt *attempt_out)
{
    struct world *world = self;
    size_t i = 0;

    while (i < world->n && !str_eq(world->names[i], bucket))
        i++;
    if (i == world->n) {
        assert_true(world->n < BUCKETS);
        world->names[world->n++] = arena_str(world->arena, bucket);
    }
    *attempt_out = (struct authn_attempt){.allowed = world->closed_until[i] <= now};
    if (attempt_out->allowed && ++world->tries[i] >= rule->tries)
        world->closed_until[i] = now + rule->lock_s;
    return world->answer;
}

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);

    world->arena = arena_new(1u << 20);
    world->answer = OK;
    world->store = (struct authn_store){.self = world, .throttle_attempt = attempt};
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;

    arena_free(&world->arena);
    free(world);
    return 0;
}

/* How many of `n` SMS to this number, asked for from this address, go out. */
static int sent(struct world *world, const char *number, const char *address, int64_t now, int n)
{
    int out = 0;

    for (int i = 0; i < n; i++) {
        bool allowed = false;
        assert_ok(sms_limit_count(world->arena, &world->store, &limits, str_from_cstr(number),
            str_from_cstr(address), now, &allowed));
        out += allowed ? 1 : 0;
    }
    return out;
}

static void one_number_gets_no_more_than_its_share(void **state)
{
    assert_int_equal(sent(*state, "+491701111111", "a", NOON, 10), 2);
}

static void block_of_numbers_gets_no_more_than_its_share(void **state)
{
    struct world *world = *state;

    assert_int_equal(sent(world, "+491701110001", "a", NOON, 2), 2);
    assert_int_equal(sent(world, "+491701110002", "b", NOON, 2), 2);
    assert_int_equal(sent(world, "+491701110003", "c", NOON, 2), 0);
    assert_int_equal(sent(world, "+491701120003", "d", NOON, 2), 2);
}

static void one_address_asks_for_no_more_than_its_share(void **state)
{
    struct world *world = *state;

    assert_int_equal(sent(world, "+491701110001", "a", NOON, 2), 2);
    assert_int_equal(sent(world, "+491702110001", "a", NOON, 2), 2);
    assert_int_equal(sent(world, "+491703110001", "a", NOON, 2), 2);
    assert_int_equal(sent(world, "+491704110001", "a", NOON, 2), 0);
    assert_int_equal(sent(world, "+491704110001", "b", NOON, 2), 2);
}

static void all_together_get_no_more_than_a_days_share(void **state)
{
    static const char *const numbers[] = {
        "+491701110001", "+491702110001", "+491703110001", "+491704110001", "+491705110001"};
    int out = 0;

    for (size_t i = 0; i < 5; i++)
        out += sent(*state, numbers[i], NULL, NOON, 2);
    assert_int_equal(out, 8);
}

static void what_is_refused_costs_others_nothing(void **state)
{
    struct world *world = *state;

    assert_int_equal(sent(world, "+491701110001", "a", NOON, 100), 2);
    assert_int_equal(sent(world, "+491702110001", "b", NOON, 2), 2);
    assert_int_equal(sent(world, "+491703110001", "c", NOON, 2), 2);
    assert_int_equal(sent(world, "+491704110001", "d", NOON, 2), 2);
}

static void every_day_begins_anew(void **state)
{
    struct world *world = *state;

    assert_int_equal(sent(world, "+491701111111", "a", NOON, 3), 2);
    assert_int_equal(sent(world, "+491701111111", "a", NOON + 43199, 3), 0);
    assert_int_equal(sent(world, "+491701111111", "a", NOON + 43200, 3), 2);
}

static void store_that_is_away_sends_nothing(void **state)
{
    struct world *world = *state;
    bool allowed;

    world->answer = result_fail(RESULT_UNAVAILABLE, "away");
    assert_result(sms_limit_count(world->arena, &world->store, &limits, STR("+491701111111"),
                      STR_NONE, NOON, &allowed),
        RESULT_UNAVAILABLE);
}

static void buckets_show_no_numbers(void **state)
{
    struct world *world = *state;

    sent(world, "+491701111111", "192.0.2.1", NOON, 1);
    assert_int_equal(world->n, 4);
    for (size_t i = 0; i < world->n; i++)
        assert_int_equal(world->names[i].len, 43);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_number_gets_no_more_than_its_share),
        TEST(block_of_numbers_gets_no_more_than_its_share),
        TEST(one_address_asks_for_no_more_than_its_share),
        TEST(all_together_get_no_more_than_a_days_share),
        TEST(what_is_refused_costs_others_nothing),
        TEST(every_day_begins_anew),
        TEST(store_that_is_away_sends_nothing),
        TEST(buckets_show_no_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
