#include "crypto/service_secret.h"

#include "crypto/random.h"

#include "support/unit.h"

enum { ARENA_MAX = 1 << 20, ROWS = 8 };

/* The table `secrets` in memory. */
struct table {
    arena_t *arena;
    str_t names[ROWS], sealed[ROWS];
    size_t n;
    result_t result;
    bool loses; /* another node's row comes between reading and writing */
    struct secret_store store;
    struct seal_key *key;
};

static result_t find(void *self, arena_t *arena, str_t name, str_t *sealed_out)
{
    struct table *table = self;
    *sealed_out = STR_NONE;
    for (size_t i = 0; i < table->n; i++)
        if (str_eq(table->names[i], name))
            *sealed_out = arena_str(arena, table->sealed[i]);
    return table->result;
}

static void put(struct table *table, str_t name, str_t sealed)
{
    table->names[table->n] = arena_str(table->arena, name);
    table->sealed[table->n++] = arena_str(table->arena, sealed);
}

static result_t add(void *self, str_t name, str_t sealed, int64_t created_at)
{
    struct table *table = self;
    (void)created_at;
    if (!table->loses) {
        put(table, name, sealed);
        return OK;
    }
    static const char theirs[SERVICE_SECRET_BYTES] = "what the other node made";
    str_t aad = arena_printf(table->arena, "secret:%.*s", STR_ARG(name));
    put(table, name, seal(table->arena, table->key, aad, (str_t){theirs, sizeof theirs}));
    return result_fail(RESULT_CONFLICT, "taken");
}

static int begin(void **state)
{
    static const uint8_t bytes[SEAL_KEY_BYTES] = "a key of these tests";
    struct table *table = calloc(1, sizeof *table);
    table->arena = arena_new(ARENA_MAX);
    table->store = (struct secret_store){table, find, add};
    table->key = seal_key_new(bytes);
    *state = table;
    return 0;
}

static int end(void **state)
{
    struct table *table = *state;
    arena_free(&table->arena);
    seal_key_free(&table->key);
    free(table);
    return 0;
}

static result_t load(struct table *table, const char *name, uint8_t *out)
{
    return service_secret_load(
        &table->store, table->key, &random_system, &clock_system, str_from_cstr(name), out);
}

static void secret_is_made_once_and_stays(void **state)
{
    uint8_t first[SERVICE_SECRET_BYTES] = {0}, again[SERVICE_SECRET_BYTES],
            zeros[SERVICE_SECRET_BYTES] = {0};
    struct table *table = *state;
    assert_ok(load(table, "refresh", first));
    assert_ok(load(table, "refresh", again));
    assert_int_equal(table->n, 1);
    assert_memory_equal(first, again, sizeof first);
    assert_memory_not_equal(first, zeros, sizeof first);
}

static void names_have_secrets_of_their_own(void **state)
{
    uint8_t a[SERVICE_SECRET_BYTES], b[SERVICE_SECRET_BYTES];
    assert_ok(load(*state, "refresh", a));
    assert_ok(load(*state, "cookie", b));
    assert_memory_not_equal(a, b, sizeof a);
}

static void node_that_comes_second_takes_what_the_first_wrote(void **state)
{
    uint8_t out[SERVICE_SECRET_BYTES];
    struct table *table = *state;
    table->loses = true;
    assert_ok(load(table, "refresh", out));
    assert_string_equal((const char *)out, "what the other node made");
}

static void secret_is_not_kept_in_the_clear(void **state)
{
    uint8_t out[SERVICE_SECRET_BYTES];
    struct table *table = *state;
    assert_ok(load(table, "refresh", out));
    assert_int_equal(table->sealed[0].len, SERVICE_SECRET_BYTES + SEAL_OVERHEAD_BYTES);
    for (size_t i = 0; i + sizeof out <= table->sealed[0].len; i++)
        assert_memory_not_equal(table->sealed[0].ptr + i, out, sizeof out);
}

static void secret_of_another_name_or_length_does_not_open(void **state)
{
    uint8_t out[SERVICE_SECRET_BYTES];
    struct table *table = *state;
    assert_ok(load(table, "refresh", out));
    table->names[0] = STR("cookie");
    assert_result(load(table, "cookie", out), RESULT_WRONG_KEY);
    table->sealed[0] = seal(table->arena, table->key, STR("secret:cookie"), STR("short"));
    assert_result(load(table, "cookie", out), RESULT_CORRUPT);
}

static void wrong_sealing_key_does_not_open(void **state)
{
    static const uint8_t bytes[SEAL_KEY_BYTES] = "another key";
    uint8_t out[SERVICE_SECRET_BYTES];
    struct table *table = *state;
    assert_ok(load(table, "refresh", out));
    seal_key_free(&table->key);
    table->key = seal_key_new(bytes);
    assert_result(load(table, "refresh", out), RESULT_WRONG_KEY);
    assert_int_equal(table->n, 1);
}

static void store_that_is_away_is_said(void **state)
{
    uint8_t out[SERVICE_SECRET_BYTES];
    struct table *table = *state;
    table->result = result_fail(RESULT_UNAVAILABLE, "away");
    assert_result(load(table, "refresh", out), RESULT_UNAVAILABLE);
}

static int start(void **state)
{
    (void)state;
    return result_ok(crypto_init()) ? 0 : -1;
}

#define table_test(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        table_test(secret_is_made_once_and_stays),
        table_test(names_have_secrets_of_their_own),
        table_test(node_that_comes_second_takes_what_the_first_wrote),
        table_test(secret_is_not_kept_in_the_clear),
        table_test(secret_of_another_name_or_length_does_not_open),
        table_test(wrong_sealing_key_does_not_open),
        table_test(store_that_is_away_is_said),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
