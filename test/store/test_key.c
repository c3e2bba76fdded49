#include "store/key.h"

#include "store/samples.h"

static struct keyset_row sample_key(const char *kid, int64_t generation)
{
    return (struct keyset_row){
        .kid = str_from_cstr(kid),
        .alg = STR("ES256"),
        .generation = generation,
        .public_jwk = STR("{\"kty\":\"EC\"}"),
        .sealed_private = {"\0sealed\0\xFF", 9},
        .created_at = NOW,
        .active_from = NOW + 600,
    };
}

static size_t load(void **state, const struct keyset_row **rows_out)
{
    size_t n = 99;

    assert_ok(store_keys_load(engine_db(state), engine_arena(state), rows_out, &n));
    return n;
}

static void no_keys_are_no_failure(void **state)
{
    const struct keyset_row *rows;

    assert_int_equal(load(state, &rows), 0);
    assert_ok(store_key_remove(engine_db(state), STR("nobody")));
}

static void taken_kid_is_refused(void **state)
{
    struct keyset_row first = sample_key("kid", 1), second = sample_key("kid", 2);
    const struct keyset_row *rows;

    assert_ok(store_key_add(engine_db(state), &first));
    assert_result(store_key_add(engine_db(state), &second), RESULT_CONFLICT);
    assert_int_equal(load(state, &rows), 1);
    assert_int_equal(rows[0].generation, 1);
}

static void second_key_of_one_algorithm_and_generation_is_refused(void **state)
{
    struct keyset_row first = sample_key("first", 1), second = sample_key("second", 1);
    const struct keyset_row *rows;

    assert_ok(store_key_add(engine_db(state), &first));
    assert_result(store_key_add(engine_db(state), &second), RESULT_CONFLICT);
    second.alg = STR("RS256");
    assert_ok(store_key_add(engine_db(state), &second));
    assert_int_equal(load(state, &rows), 2);
}

static void everything_that_was_added_is_read(void **state)
{
    struct keyset_row key = sample_key("kid", 7);
    const struct keyset_row *rows;

    assert_ok(store_key_add(engine_db(state), &key));
    assert_int_equal(load(state, &rows), 1);
    assert_str(rows[0].kid, "kid");
    assert_str(rows[0].alg, "ES256");
    assert_int_equal(rows[0].generation, 7);
    assert_str(rows[0].public_jwk, "{\"kty\":\"EC\"}");
    assert_int_equal(rows[0].sealed_private.len, 9);
    assert_memory_equal(rows[0].sealed_private.ptr, "\0sealed\0\xFF", 9);
    assert_int_equal(rows[0].created_at, NOW);
    assert_int_equal(rows[0].active_from, NOW + 600);
}

static void removed_key_is_gone_and_alone(void **state)
{
    struct keyset_row first = sample_key("first", 1), second = sample_key("second", 2);
    const struct keyset_row *rows;

    assert_ok(store_key_add(engine_db(state), &first));
    assert_ok(store_key_add(engine_db(state), &second));
    assert_ok(store_key_remove(engine_db(state), STR("first")));
    assert_int_equal(load(state, &rows), 1);
    assert_str(rows[0].kid, "second");
}

static void unknown_secret_is_absent(void **state)
{
    str_t sealed = STR("x");

    assert_ok(store_secret_find(engine_db(state), engine_arena(state), STR("nobody"), &sealed));
    assert_false(str_present(sealed));
}

static void second_secret_of_a_name_is_refused_and_the_first_stays(void **state)
{
    str_t first = {"a\0b", 3};
    str_t sealed;

    assert_ok(store_secret_add(engine_db(state), STR("name"), first, NOW));
    assert_result(
        store_secret_add(engine_db(state), STR("name"), STR("second"), NOW), RESULT_CONFLICT);
    assert_ok(store_secret_find(engine_db(state), engine_arena(state), STR("name"), &sealed));
    assert_true(str_eq(sealed, first));
}

struct racing {
    struct db *nodes[2];
    bool secrets;
    result_t results[ENGINE_RACERS];
};

static void add(void *arg, size_t i)
{
    struct racing *racing = arg;
    char kid[16];

    snprintf(kid, sizeof kid, "kid-%zu", i);
    struct keyset_row key = sample_key(kid, 1);
    racing->results[i] = racing->secrets
                             ? store_secret_add(racing->nodes[i % 2], STR("name"), key.kid, NOW)
                             : store_key_add(racing->nodes[i % 2], &key);
}

static void assert_one_added(void **state, bool secrets)
{
    struct racing racing = {
        .nodes = {engine_db(state), engine_other_db(state)}, .secrets = secrets};
    size_t added = 0;

    engine_race(add, &racing);
    for (size_t i = 0; i < ENGINE_RACERS; i++) {
        added += result_ok(racing.results[i]);
        if (!result_ok(racing.results[i]))
            assert_result(racing.results[i], RESULT_CONFLICT);
    }
    assert_int_equal(added, 1);
}

static void of_many_nodes_that_rotate_at_once_one_makes_the_key(void **state)
{
    assert_one_added(state, false);
}

static void of_many_nodes_that_start_at_once_one_makes_the_secret(void **state)
{
    assert_one_added(state, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_keys_are_no_failure),
        cmocka_unit_test(taken_kid_is_refused),
        cmocka_unit_test(second_key_of_one_algorithm_and_generation_is_refused),
        cmocka_unit_test(everything_that_was_added_is_read),
        cmocka_unit_test(removed_key_is_gone_and_alone),
        cmocka_unit_test(unknown_secret_is_absent),
        cmocka_unit_test(second_secret_of_a_name_is_refused_and_the_first_stays),
        cmocka_unit_test(of_many_nodes_that_rotate_at_once_one_makes_the_key),
        cmocka_unit_test(of_many_nodes_that_start_at_once_one_makes_the_secret),
    };

    return ENGINE_RUN("key", tests);
}
