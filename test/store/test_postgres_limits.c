#include "base/clock.h"
#include "store/samples.h"
#include "store/server.h"
#include "store/session.h"
#include "store/throttle.h"
#include "store/token.h"

#include <unistd.h>

enum { QUICK_MS = 1500, BOUNDED_MS = 8000, HEALED_MS = 10000 };

static const struct authn_throttle_rule rule = {
    .tries = 1000000, .lock_s = 60, .lock_max_s = 200, .window_s = 600};

/* As a role that may have `limit` connections. */
static struct db *open_limited(void **state, int limit, size_t connections)
{
    struct db_options options = {.connections = connections};
    arena_t *arena = engine_arena(state);
    struct db *db = NULL;

    assert_true(server_run("DO $$ BEGIN CREATE ROLE limited LOGIN; "
                           "EXCEPTION WHEN duplicate_object THEN NULL; END $$"));
    assert_true(
        server_run(arena_printf(arena, "ALTER ROLE limited CONNECTION LIMIT %d", limit).ptr));
    str_t url = engine_url(state);
    const char *schema = strstr(url.ptr, "%3D") + 3;
    assert_true(server_run(arena_printf(arena,
        "GRANT USAGE ON SCHEMA %s TO limited; GRANT ALL ON ALL TABLES IN SCHEMA %s TO limited",
        schema, schema)
                               .ptr));
    assert_ok(db_open(arena_printf(arena, "%.*s&user=limited", STR_ARG(url)), &options, &db));
    return db;
}

struct crowd {
    struct db *db;
    result_t results[ENGINE_RACERS];
};

static result_t one_of_each(struct db *db, arena_t *arena, size_t i)
{
    struct oauth_standing standing;

    TRY(store_token_standing(db, arena, STR_NONE, STR("jti"), NOW, &standing));
    TRY(store_token_revoke(db, arena_printf(arena, "jti-%zu", i), NOW));
    return store_session_end(db, STR("nobody"), NOW);
}

static void use_all_ways(void *arg, size_t i)
{
    struct crowd *crowd = arg;
    AUTO_ARENA arena = arena_new(1 << 20);

    for (int round = 0; round < 20 && result_ok(crowd->results[i]); round++)
        crowd->results[i] = one_of_each(crowd->db, arena, i);
}

static void assert_crowd_is_served(struct db *db)
{
    struct crowd crowd = {.db = db};

    engine_race(use_all_ways, &crowd);
    for (size_t i = 0; i < ENGINE_RACERS; i++)
        assert_ok(crowd.results[i]);
}

static void no_more_connections_are_opened_than_allowed(void **state)
{
    for (size_t connections = 3; connections <= 8; connections += 5) {
        struct db *db = open_limited(state, 100, connections);
        assert_crowd_is_served(db);
        int64_t open =
            engine_number(state, "SELECT COUNT(*) FROM pg_stat_activity WHERE usename = 'limited'");
        assert_in_range(open, 3, connections);
        db_close(&db);
    }
}

static void few_connections_serve_all(void **state)
{
    for (int limit = 2; limit <= 4; limit++) {
        struct db *db = open_limited(state, limit, 16);
        assert_crowd_is_served(db);
        db_close(&db);
    }
}

static void heal(struct db *db, arena_t *arena)
{
    int64_t until = clock_monotonic_ms() + HEALED_MS;

    while (!result_ok(one_of_each(db, arena, 0))) {
        assert_true(clock_monotonic_ms() < until);
        usleep(20000);
    }
}

/* Nobody who comes first takes what the writer needs. */
static void limit_that_shrinks_while_all_are_open_is_lived_with(void **state)
{
    struct db *db = open_limited(state, 100, 16);

    assert_crowd_is_served(db);
    /* Waits until they are gone: a backend that is dying still has its place. */
    assert_true(server_run("ALTER ROLE limited CONNECTION LIMIT 2;"
                           "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
                           "WHERE usename = 'limited'"));
    assert_crowd_is_served(db);
    db_close(&db);
}

static void server_without_a_place_is_told_and_heals(void **state)
{
    struct db *db = open_limited(state, 100, 16);

    assert_true(server_run("ALTER ROLE limited CONNECTION LIMIT 0;"
                           "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                           "WHERE usename = 'limited'"));
    int64_t started = clock_monotonic_ms();
    for (int i = 0; i < 50; i++) {
        assert_result(store_token_revoke(db, STR("jti"), NOW), RESULT_UNAVAILABLE);
        assert_result(store_session_end(db, STR("nobody"), NOW), RESULT_UNAVAILABLE);
    }
    assert_true(clock_monotonic_ms() - started < QUICK_MS);
    assert_true(server_run("ALTER ROLE limited CONNECTION LIMIT 100"));
    heal(db, engine_arena(state));
    db_close(&db);
}

static struct server_session *hold(void **state, const char *format)
{
    const char *schema = strstr(engine_url(state).ptr, "%3D") + 3;
    char sql[300];

    snprintf(sql, sizeof sql, "SET LOCAL search_path = %s; %s", schema, format);
    return server_session_begin(sql);
}

static result_t try_bucket(struct db *db, const char *bucket)
{
    struct authn_attempt attempt;

    return store_throttle_attempt(db, str_from_cstr(bucket), &rule, NOW, &attempt);
}

static void held_row_stops_its_own_writers_for_a_bounded_time(void **state)
{
    struct db *db = engine_db(state);

    assert_ok(try_bucket(db, "held"));
    struct server_session *holder =
        hold(state, "UPDATE throttles SET failures = 0 WHERE bucket = 'held'");
    int64_t started = clock_monotonic_ms();
    assert_result(try_bucket(db, "held"), RESULT_UNAVAILABLE);
    assert_true(clock_monotonic_ms() - started < BOUNDED_MS);
    started = clock_monotonic_ms();
    assert_ok(try_bucket(db, "other"));
    assert_true(clock_monotonic_ms() - started < QUICK_MS);
    server_session_end(&holder);
    assert_ok(try_bucket(db, "held"));
}

/* Odd ones run into a locked table; the even ones' longest wait is what counts. */
struct queue {
    struct db *db;
    int64_t longest_ms[ENGINE_RACERS];
    result_t results[ENGINE_RACERS];
};

static void write_beside(void *arg, size_t i)
{
    struct queue *queue = arg;
    int64_t until = clock_monotonic_ms() + 2000;

    while (clock_monotonic_ms() < until && result_ok(queue->results[i])) {
        int64_t started = clock_monotonic_ms();
        queue->results[i] =
            i % 2 ? try_bucket(queue->db, "held") : store_token_revoke(queue->db, STR("jti"), NOW);
        int64_t waited = clock_monotonic_ms() - started;
        if (waited > queue->longest_ms[i])
            queue->longest_ms[i] = waited;
    }
}

static void locked_table_does_not_stop_writes_elsewhere(void **state)
{
    struct queue queue = {.db = engine_db(state)};
    struct server_session *holder = hold(state, "LOCK TABLE throttles IN ACCESS EXCLUSIVE MODE");

    engine_race(write_beside, &queue);
    server_session_end(&holder);
    for (size_t i = 0; i < ENGINE_RACERS; i++) {
        if (i % 2) {
            assert_true(!result_ok(queue.results[i]));
        } else {
            assert_ok(queue.results[i]);
            assert_true(queue.longest_ms[i] < QUICK_MS);
        }
    }
    assert_ok(try_bucket(queue.db, "held"));
}

struct crossing {
    struct db *nodes[2];
    result_t results[ENGINE_RACERS];
};

/* Half of them come to the same rows from the other end. */
static void cross(void *arg, size_t i)
{
    struct crossing *crossing = arg;
    char bucket[16];

    for (size_t round = 0; round < 50 && result_ok(crossing->results[i]); round++) {
        size_t row = round % 4;
        snprintf(bucket, sizeof bucket, "row-%zu", i % 4 < 2 ? row : 3 - row);
        crossing->results[i] = try_bucket(crossing->nodes[i % 2], bucket);
    }
}

static void nodes_that_come_to_the_same_rows_crosswise_all_get_through(void **state)
{
    struct crossing crossing = {.nodes = {engine_db(state), engine_other_db(state)}};

    engine_race(cross, &crossing);
    for (size_t i = 0; i < ENGINE_RACERS; i++)
        assert_ok(crossing.results[i]);
    assert_int_equal(
        engine_number(state, "SELECT CAST(SUM(failures) AS BIGINT) FROM throttles"), 16 * 50);
}

/* As when a primary becomes a standby. */
static void server_that_only_reads_is_unavailable_and_heals(void **state)
{
    struct db *db = engine_db(state);

    assert_true(server_run("ALTER SYSTEM SET default_transaction_read_only = on"));
    assert_true(server_run("SELECT pg_reload_conf()"));
    int64_t until = clock_monotonic_ms() + HEALED_MS;
    while (result_ok(try_bucket(db, "row")))
        assert_true(clock_monotonic_ms() < until);
    assert_result(try_bucket(db, "row"), RESULT_UNAVAILABLE);
    assert_true(server_run("SET default_transaction_read_only = off;"));
    assert_true(server_run("ALTER SYSTEM RESET default_transaction_read_only"));
    assert_true(server_run("SELECT pg_reload_conf()"));
    heal(db, engine_arena(state));
}

static void durable_even_where_the_server_is_lax(void **state)
{
    struct db_rows rows;
    struct db *db = NULL;

    assert_true(server_run("ALTER ROLE tessera SET synchronous_commit = off;"
                           "ALTER ROLE tessera SET default_transaction_isolation = serializable"));
    assert_ok(db_open(engine_url(state), &db_options_default, &db));
    assert_ok(db_read(db, engine_arena(state),
        "SELECT current_setting('synchronous_commit'), "
        "current_setting('default_transaction_isolation')",
        DB_NO_ARGS, &rows));
    assert_str(db_row_text(&rows, 0, 0), "on");
    assert_str(db_row_text(&rows, 0, 1), "read committed");
    db_close(&db);
    assert_true(server_run("ALTER ROLE tessera RESET ALL"));
}

static void database_that_cannot_hold_all_texts_is_refused(void **state)
{
    struct db *db = NULL;
    str_t url = engine_url(state);
    const char *host = strchr(url.ptr, '?');

    assert_true(
        server_run("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"));
    assert_result(db_open(arena_printf(engine_arena(state), "postgresql://tessera@/latin%s", host),
                      &db_options_default, &db),
        RESULT_FAILED);
    assert_null(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_more_connections_are_opened_than_allowed),
        cmocka_unit_test(few_connections_serve_all),
        cmocka_unit_test(limit_that_shrinks_while_all_are_open_is_lived_with),
        cmocka_unit_test(server_without_a_place_is_told_and_heals),
        cmocka_unit_test(held_row_stops_its_own_writers_for_a_bounded_time),
        cmocka_unit_test(locked_table_does_not_stop_writes_elsewhere),
        cmocka_unit_test(nodes_that_come_to_the_same_rows_crosswise_all_get_through),
        cmocka_unit_test(server_that_only_reads_is_unavailable_and_heals),
        cmocka_unit_test(durable_even_where_the_server_is_lax),
        cmocka_unit_test(database_that_cannot_hold_all_texts_is_refused),
    };

    return ENGINE_RUN_ON(DB_POSTGRESQL, "limits", tests);
}
