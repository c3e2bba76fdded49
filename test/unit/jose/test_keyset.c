/* How keys are made, follow each other and leave. */
#include "keyset_world.h"

/* ---- making ---- */

static void first_start_makes_one_active_key_of_each_algorithm(void **state)
{
    struct world *world = *state;
    world->a = opened(world, &both);
    assert_int_equal(world->table.n, 2);
    assert_states(world->a, "active active ");
    assert_int_equal(published(world->a), 2);
}

static void second_node_takes_over_the_keys_of_the_first(void **state)
{
    struct world *world = *state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    world->a = opened(world, &both);
    world->b = opened(world, &both);
    assert_int_equal(world->table.n, 2);
    assert_true(str_eq(keyset_jwks(world->a, arena), keyset_jwks(world->b, arena)));
    assert_int_equal(verdict(world->b, arena, sign(world->a, arena)), JOSE_ACCEPTED);
}

static void open_b(void *self)
{
    struct world *world = self;
    world->b = opened(world, &one);
}

static void tick_b(void *self)
{
    struct world *world = self;
    assert_ok(keyset_tick(world->b));
}

static void rotate_b(void *self)
{
    struct world *world = self;
    assert_ok(keyset_rotate(world->b, JOSE_ALG_ALL, false));
}

static void meanwhile(struct world *world, void (*act)(void *))
{
    world->table.meanwhile = act;
    world->table.node = world;
}

static void nodes_that_start_at_once_share_the_key_that_came_first(void **state)
{
    struct world *world = *state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    meanwhile(world, open_b);
    world->a = opened(world, &one);
    assert_int_equal(world->table.n, 1);
    assert_int_equal(world->table.n_conflicts, 1);
    str_t token = sign(world->a, arena);
    assert_true(str_eq(kid_of(arena, token), world->table.rows[0].kid));
    assert_int_equal(verdict(world->b, arena, token), JOSE_ACCEPTED);
}

static void nodes_that_race_for_a_generation_make_it_once(void **state)
{
    struct world *world = *state;
    world->a = opened(world, &one);
    world->b = opened(world, &one);
    at(world, ROTATE - PUBLISH);
    meanwhile(world, tick_b);
    assert_ok(keyset_tick(world->a));
    assert_int_equal(world->table.n, 2);
    assert_int_equal(world->table.n_conflicts, 1);
    assert_states(world->a, "pending active ");
}

/* Whoever asks for a key by the verb gets one of their own. */
static void rotation_that_loses_its_generation_makes_the_next_one(void **state)
{
    struct world *world = *state;
    world->a = opened(world, &one);
    world->b = opened(world, &one);
    meanwhile(world, rotate_b);
    assert_ok(keyset_rotate(world->a, JOSE_ALG_ALL, false));
    assert_int_equal(world->table.n, 3);
    assert_int_equal(world->table.n_conflicts, 1);
    assert_states(world->a, "pending pending active ");
}

static void *tick_often(void *self)
{
    for (int i = 0; i < ROUNDS; i++)
        if (!result_ok(keyset_tick(self)))
            return self;
    return NULL;
}

static void many_ticks_at_one_time_make_one_key(void **state)
{
    struct world *world = *state;
    pthread_t threads[THREADS];
    void *failed;
    world->a = opened(world, &one);
    world->b = opened(world, &one);
    at(world, ROTATE);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, tick_often, i % 2 ? world->a : world->b);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], &failed);
        assert_null(failed);
    }
    assert_int_equal(world->table.n, 2);
}

/* ---- the schedule ---- */

static void next_key_is_published_before_it_signs(void **state)
{
    struct world *world = *state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    world->a = opened(world, &one);
    str_t first = kid_of(arena, sign(world->a, arena));

    at(world, ROTATE - PUBLISH - 1);
    assert_ok(keyset_tick(world->a));
    assert_int_equal(published(world->a), 1);
    at(world, ROTATE - PUBLISH);
    assert_ok(keyset_tick(world->a));
    assert_int_equal(published(world->a), 2);
    assert_states(world->a, "pending active ");

    at(world, ROTATE - 1);
    assert_true(str_eq(kid_of(arena, sign(world->a, arena)), first));
    at(world, ROTATE); /* without another tick */
    assert_false(str_eq(kid_of(arena, sign(world->a, arena)), first));
    assert_states(world->a, "active retiring ");
}

static void late_tick_still_publishes_before_it_signs(void **state)
{
    struct world *world = *state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    world->a = opened(world, &one);
    str_t first = kid_of(arena, sign(world->a, arena));
    at(world, 10 * ROTATE); /* the server was off */
    assert_ok(keyset_tick(world->a));
    assert_states(world->a, "pending active ");
    assert_true(str_eq(kid_of(arena, sign(world->a, arena)), first));
}

static void key_stays_until_its_last_token_is_over(void **state)
{
    struct world *world = *state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    world->a = opened(world, &one);
    at(world, ROTATE - PUBLISH);
    assert_ok(keyset_tick(world->a));
    at(world, ROTATE - 1);
    str_t last = sign(world->a, arena);

    at(world, ROTATE + KEEP + KEYSET_MARGIN_S - 1);
    assert_ok(keyset_tick(world->a));
    assert_int_equal(verdict(world->a, arena, last), JOSE_ACCEPTED);
    assert_states(world->a, "active retiring ");
    assert_int_equal(published(world->a), 2);

    at(world, ROTATE + KEEP + KEYSET_MARGIN_S);
    assert_int_equal(verdict(world->a, arena, last), JOSE_KEY_UNKNOWN);
    assert_states(world->a, "active retired ");
    assert_ok(keyset_tick(world->a));
    assert_int_equal(published(world->a), 1);
    assert_int_equal(world->table.n, 1);
}

static void only_key_never_retires(void **state)
{
    struct world *world = *state;
    world->a = opened(world, &one);
    world->table.adds = result_fail(RESULT_UNAVAILABLE, "away");
    at(world, 100 * ROTATE);
    assert_result(keyset_tick(world->a), RESULT_UNAVAILABLE);
    assert_states(world->a, "active ");
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    assert_int_equal(verdict(world->a, arena, sign(world->a, arena)), JOSE_ACCEPTED);
}

static void list_says_when_a_key_is_retired(void **state)
{
    struct world *world = *state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    const struct keyset_entry *entries;
    size_t n;
    world->a = opened(world, &one);
    assert_ok(keyset_list(world->a, arena, &entries, &n));
    assert_int_equal(entries[0].created_at, START);
    assert_int_equal(entries[0].active_from, START);
    assert_int_equal(entries[0].not_after, START + ROTATE + KEEP + KEYSET_MARGIN_S);
    at(world, 10);
    assert_ok(keyset_rotate(world->a, JOSE_ALG_ALL, true));
    assert_ok(keyset_list(world->a, arena, &entries, &n));
    assert_int_equal(entries[1].not_after, START + 10 + KEEP + KEYSET_MARGIN_S);
}

static void algorithm_that_is_switched_off_leaves_by_the_schedule(void **state)
{
    struct world *world = *state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    world->a = opened(world, &both);
    str_t token;
    assert_ok(keyset_sign(world->a, arena, JOSE_ES256, "JWT", STR("{\"sub\":\"a\"}"), &token));
    world->b = opened(world, &one);
    assert_int_equal(verdict(world->b, arena, token), JOSE_ACCEPTED);
    str_t none;
    assert_result(keyset_sign(world->b, arena, JOSE_ES256, "JWT", STR("{}"), &none), RESULT_FAILED);
    at(world, ROTATE + KEEP + KEYSET_MARGIN_S);
    assert_ok(keyset_tick(world->b));
    assert_int_equal(verdict(world->b, arena, token), JOSE_KEY_UNKNOWN);
    for (size_t i = 0; i < world->table.n; i++)
        assert_str(world->table.rows[i].alg, "EdDSA");
}

/* ---- the verb ---- */

static void rotation_makes_a_pending_key_and_at_once_an_active_one(void **state)
{
    struct world *world = *state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    world->a = opened(world, &both);
    str_t first = kid_of(arena, sign(world->a, arena));
    assert_ok(keyset_rotate(world->a, JOSE_ALG_BIT(JOSE_EDDSA), false));
    assert_states(world->a, "active pending active ");
    assert_true(str_eq(kid_of(arena, sign(world->a, arena)), first));
    assert_ok(keyset_rotate(world->a, JOSE_ALG_BIT(JOSE_EDDSA), true));
    assert_states(world->a, "active active retiring retiring ");
    assert_false(str_eq(kid_of(arena, sign(world->a, arena)), first));
}

static void rotation_makes_no_key_of_an_algorithm_that_does_not_sign(void **state)
{
    struct world *world = *state;
    world->a = opened(world, &one);
    assert_ok(keyset_rotate(world->a, JOSE_ALG_BIT(JOSE_ES256), true));
    assert_int_equal(world->table.n, 1);
}

static void rotation_is_bounded_and_the_schedule_goes_on(void **state)
{
    struct world *world = *state;
    world->a = opened(world, &one);
    for (int i = 1; i < KEYSET_KEYS_MAX; i++)
        assert_ok(keyset_rotate(world->a, JOSE_ALG_ALL, true));
    assert_result(keyset_rotate(world->a, JOSE_ALG_ALL, true), RESULT_BUSY);
    assert_int_equal(world->table.n, KEYSET_KEYS_MAX);
    at(world, ROTATE - PUBLISH);
    assert_ok(keyset_tick(world->a));
    world->b = opened(world, &one);
    at(world, ROTATE + KEEP + KEYSET_MARGIN_S);
    assert_ok(keyset_tick(world->b));
    assert_int_equal(world->table.n, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(first_start_makes_one_active_key_of_each_algorithm),
        world_test(second_node_takes_over_the_keys_of_the_first),
        world_test(nodes_that_start_at_once_share_the_key_that_came_first),
        world_test(nodes_that_race_for_a_generation_make_it_once),
        world_test(rotation_that_loses_its_generation_makes_the_next_one),
        world_test(many_ticks_at_one_time_make_one_key),
        world_test(next_key_is_published_before_it_signs),
        world_test(late_tick_still_publishes_before_it_signs),
        world_test(key_stays_until_its_last_token_is_over),
        world_test(only_key_never_retires),
        world_test(list_says_when_a_key_is_retired),
        world_test(algorithm_that_is_switched_off_leaves_by_the_schedule),
        world_test(rotation_makes_a_pending_key_and_at_once_an_active_one),
        world_test(rotation_makes_no_key_of_an_algorithm_that_does_not_sign),
        world_test(rotation_is_bounded_and_the_schedule_goes_on),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
