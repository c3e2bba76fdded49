/* What several nodes and their requests do with the keys, and how these lie at rest. */
#include "keyset_world.h"

#include <stdatomic.h>

/* ---- several nodes ---- */

static void token_of_a_key_that_another_node_just_made_is_known(void **state)
{
    struct world *world = *state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    world->a = opened(world, &one);
    world->b = opened(world, &one);
    assert_ok(keyset_rotate(world->a, JOSE_ALG_ALL, true));
    assert_int_equal(verdict(world->b, arena, sign(world->a, arena)), JOSE_ACCEPTED);
}

static void flood_of_unknown_keys_reads_the_store_once_a_second(void **state)
{
    struct world *world = *state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    world->a = opened(world, &one);
    int before = world->table.n_loads;
    int64_t from_ms = clock_monotonic_ms();
    for (int i = 0; i < 200; i++) {
        str_t header =
            arena_printf(arena, "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"unknown-%d\"}", i);
        str_t token = token_of(arena, header, STR("{}"), STR("s"));
        assert_int_equal(verdict(world->a, arena, token), JOSE_KEY_UNKNOWN);
    }
    int64_t seconds = (clock_monotonic_ms() - from_ms) / 1000;
    assert_in_range(world->table.n_loads - before, 1, 1 + seconds);
}

static void store_that_is_away_leaves_the_keys_in_hand(void **state)
{
    struct world *world = *state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    world->a = opened(world, &one);
    world->table.loads = result_fail(RESULT_UNAVAILABLE, "away");
    assert_result(keyset_tick(world->a), RESULT_UNAVAILABLE);
    assert_int_equal(verdict(world->a, arena, sign(world->a, arena)), JOSE_ACCEPTED);
    assert_int_equal(published(world->a), 1);
    assert_result(keyset_open(&world->store, world->seal, &world->clock, &one, &world->b),
        RESULT_UNAVAILABLE);
    assert_null(world->b);
}

struct signing {
    struct keyset *node;
    atomic_bool stop;
    bool failed;
};

static void *sign_often(void *self)
{
    static const char *const typs[] = {"JWT", NULL};
    struct signing *signing = self;
    while (!atomic_load(&signing->stop)) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        str_t token;
        enum jose_refusal refusal;
        json_t *claims = NULL;
        if (!result_ok(keyset_sign(
                signing->node, arena, JOSE_EDDSA, "JWT", STR("{\"sub\":\"a\"}"), &token)) ||
            !result_ok(keyset_verify(signing->node, arena, token, typs, &claims, &refusal)) ||
            refusal != JOSE_ACCEPTED)
            signing->failed = true;
        json_decref(claims);
    }
    return NULL;
}

static void keys_change_under_those_who_sign(void **state)
{
    struct world *world = *state;
    pthread_t threads[THREADS];
    struct signing signing[THREADS];
    world->a = opened(world, &one);
    for (int i = 0; i < THREADS; i++) {
        signing[i] = (struct signing){.node = world->a};
        pthread_create(&threads[i], NULL, sign_often, &signing[i]);
    }
    for (int i = 0; i < ROUNDS; i++)
        assert_ok(keyset_rotate(world->a, JOSE_ALG_ALL, true));
    for (int i = 0; i < THREADS; i++) {
        atomic_store(&signing[i].stop, true);
        pthread_join(threads[i], NULL);
        assert_false(signing[i].failed);
    }
}

/* ---- at rest ---- */

static void wrong_sealing_key_is_said_clearly_and_changes_nothing(void **state)
{
    struct world *world = *state;
    static const uint8_t bytes[SEAL_KEY_BYTES] = "another sealing key";
    AUTO_SEAL_KEY other = seal_key_new(bytes);
    world->a = opened(world, &one);
    at(world, ROTATE); /* a key would be due */
    result_t result = keyset_open(&world->store, other, &world->clock, &one, &world->b);
    assert_int_equal(result.code, RESULT_WRONG_KEY);
    assert_non_null(strstr(result.what, "sealing key does not open"));
    assert_null(world->b);
    assert_int_equal(world->table.n, 1);
}

static void private_keys_leave_sealed_and_bound_to_their_row(void **state)
{
    struct world *world = *state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    world->a = opened(world, &one);
    struct keyset_row *row = &world->table.rows[0];
    json_auto_t *jwk = json_read_object(row->public_jwk, 4096);
    assert_non_null(jwk);
    assert_null(json_object_get(jwk, "d"));
    str_t purpose = arena_printf(arena, "signing_key:EdDSA:%.*s", STR_ARG(row->kid));
    str_t der;
    assert_ok(seal_open(arena, world->seal, purpose, row->sealed_private, &der));
    assert_true(der.len > 32);
    str_t seed = str_from(der, der.len - 32);
    for (size_t i = 0; i + 32 <= row->sealed_private.len; i++)
        assert_memory_not_equal(row->sealed_private.ptr + i, seed.ptr, 32);
}

static void row_that_was_changed_does_not_load(void **state)
{
    struct world *world = *state;
    world->a = opened(world, &both);
    struct keyset_row *rows = world->table.rows;
    struct keyset_row good = rows[0];

    rows[0].kid = STR("another");
    assert_result(
        keyset_open(&world->store, world->seal, &world->clock, &both, &world->b), RESULT_WRONG_KEY);
    rows[0] = good;
    rows[0].sealed_private = rows[1].sealed_private;
    assert_result(
        keyset_open(&world->store, world->seal, &world->clock, &both, &world->b), RESULT_WRONG_KEY);
    rows[0] = good;
    rows[0].sealed_private = STR("");
    assert_result(
        keyset_open(&world->store, world->seal, &world->clock, &both, &world->b), RESULT_WRONG_KEY);
    rows[0] = good;
    world->b = opened(world, &both);
}

/* What was imported is taken over by the next reading; only a start unseals. */
static void hazard_keys_are_imported_once(void **state)
{
    struct world *world = *state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    world->a = opened(world, &one);
    world->table.rows[0].sealed_private = STR("");
    assert_ok(keyset_tick(world->a));
    assert_int_equal(verdict(world->a, arena, sign(world->a, arena)), JOSE_ACCEPTED);
    assert_result(
        keyset_open(&world->store, world->seal, &world->clock, &one, &world->b), RESULT_WRONG_KEY);
}

static void key_of_a_newer_version_is_left_alone(void **state)
{
    struct world *world = *state;
    struct keyset_row row = {.kid = STR("k"),
        .alg = STR("ML-DSA-44"),
        .generation = 1,
        .public_jwk = STR("{}"),
        .sealed_private = STR("x")};
    assert_ok(keys_table_add(&world->table, &row));
    world->a = opened(world, &one);
    at(world, 100 * ROTATE);
    assert_ok(keyset_tick(world->a));
    assert_str(world->table.rows[0].alg, "ML-DSA-44");
    assert_states(world->a, "pending active ");
}

/* ---- verification ---- */

static void foreign_and_changed_tokens_are_refused(void **state)
{
    struct world *world = *state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    world->a = opened(world, &both);
    str_t kid = kid_of(arena, sign(world->a, arena));
    str_t signature = repeated(arena, "s", 64);

    str_t header =
        arena_printf(arena, "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"%.*s\"}", STR_ARG(kid));
    str_t token = token_of(arena, header, STR("{\"sub\":\"a\"}"), signature);
    assert_int_equal(verdict(world->a, arena, token), JOSE_SIGNATURE_WRONG);
    /* another algorithm than the key's */
    header =
        arena_printf(arena, "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"%.*s\"}", STR_ARG(kid));
    token = token_of(arena, header, STR("{\"sub\":\"a\"}"), signature);
    assert_int_equal(verdict(world->a, arena, token), JOSE_SIGNATURE_WRONG);
    token = token_of(arena, STR("{\"alg\":\"EdDSA\",\"typ\":\"JWT\"}"), STR("{}"), signature);
    assert_int_equal(verdict(world->a, arena, token), JOSE_KID_MISSING);
    assert_ok(
        keyset_sign(world->a, arena, JOSE_EDDSA, "logout+jwt", STR("{\"sub\":\"a\"}"), &token));
    assert_int_equal(verdict(world->a, arena, token), JOSE_TYP_NOT_ALLOWED);
    assert_int_equal(verdict(world->a, arena, STR("x")), JOSE_NOT_COMPACT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        world_test(token_of_a_key_that_another_node_just_made_is_known),
        world_test(flood_of_unknown_keys_reads_the_store_once_a_second),
        world_test(store_that_is_away_leaves_the_keys_in_hand),
        world_test(keys_change_under_those_who_sign),
        world_test(wrong_sealing_key_is_said_clearly_and_changes_nothing),
        world_test(private_keys_leave_sealed_and_bound_to_their_row),
        world_test(row_that_was_changed_does_not_load),
        world_test(hazard_keys_are_imported_once),
        world_test(key_of_a_newer_version_is_left_alone),
        world_test(foreign_and_changed_tokens_are_refused),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
