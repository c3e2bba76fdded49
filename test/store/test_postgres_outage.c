#include "base/clock.h"
#include "store/samples.h"
#include "store/server.h"
#include "store/session.h"
#include "store/token.h"

#include <stdatomic.h>
#include <unistd.h>

enum { HEALED_MS = 10000, QUICK_MS = 2000, CODES = 400 };

/* One way into the database each. */
static result_t read_one(struct db *db, arena_t *arena)
{
    struct oauth_standing standing;

    return store_token_standing(db, arena, STR_NONE, STR("jti"), NOW, &standing);
}

static result_t write_one(struct db *db)
{
    return store_token_revoke(db, STR("jti"), NOW);
}

static result_t transact_one(struct db *db)
{
    return store_session_end(db, STR("nobody"), NOW);
}

static void assert_all_ways(void **state, enum result_code expected)
{
    assert_result(read_one(engine_db(state), engine_arena(state)), expected);
    assert_result(write_one(engine_db(state)), expected);
    assert_result(transact_one(engine_db(state)), expected);
}

static bool all_ways_work(void **state)
{
    return result_ok(read_one(engine_db(state), engine_arena(state))) &&
           result_ok(write_one(engine_db(state))) && result_ok(transact_one(engine_db(state)));
}

static void assert_heals(void **state)
{
    int64_t until = clock_monotonic_ms() + HEALED_MS;

    while (!all_ways_work(state)) {
        assert_true(clock_monotonic_ms() < until);
        usleep(20000);
    }
}

static void restart_between_two_calls_is_not_noticed(void **state)
{
    assert_all_ways(state, RESULT_OK);
    for (int i = 0; i < 3; i++) {
        assert_true(server_stop("fast") && server_start());
        assert_all_ways(state, RESULT_OK);
    }
}

static void away_server_is_told_at_once_and_found_again(void **state)
{
    assert_all_ways(state, RESULT_OK);
    assert_true(server_stop("fast"));
    int64_t started = clock_monotonic_ms();
    for (int i = 0; i < 100; i++)
        assert_all_ways(state, RESULT_UNAVAILABLE);
    assert_true(clock_monotonic_ms() - started < QUICK_MS);
    assert_true(server_start());
    assert_heals(state);
}

static void server_that_is_away_at_the_start_is_unavailable(void **state)
{
    struct db *db = NULL;

    assert_true(server_stop("fast"));
    assert_result(db_open(engine_url(state), &db_options_default, &db), RESULT_UNAVAILABLE);
    assert_null(db);
    assert_true(server_start());
    assert_ok(db_open(engine_url(state), &db_options_default, &db));
    db_close(&db);
}

/* Everybody spends everything, while the server dies. */
struct load {
    struct db *nodes[2];
    atomic_int spent[CODES];
    atomic_int seen; /* codes that somebody has come to */
    atomic_int unexpected;
};

static void spend(struct load *load, struct db *db, int code)
{
    AUTO_ARENA arena = arena_new(1 << 20);
    struct db_rows rows;
    result_t done = db_write(db, arena,
        "UPDATE revoked_tokens SET expires_at = 2 WHERE jti = $1 AND expires_at = 1 RETURNING jti",
        DB_ARGS(db_text(arena_printf(arena, "code-%d", code))), &rows);

    if (result_ok(done) && rows.n == 1)
        atomic_fetch_add(&load->spent[code], 1);
    if (!result_ok(done) && done.code != RESULT_UNAVAILABLE && done.code != RESULT_BUSY)
        atomic_fetch_add(&load->unexpected, 1);
}

static void spend_all_or_crash(void *arg, size_t i)
{
    struct load *load = arg;

    if (i == 0) {
        while (atomic_load(&load->seen) < CODES / 2)
            usleep(100);
        if (!server_stop("immediate") || !server_start())
            atomic_fetch_add(&load->unexpected, 1);
        return;
    }
    for (int code = 0; code < CODES; code++) {
        spend(load, load->nodes[i % 2], code);
        atomic_fetch_add(&load->seen, i == 1);
    }
}

static void crash_loses_nothing_acknowledged_and_spends_nothing_twice(void **state)
{
    struct load *load = arena_alloc(engine_arena(state), sizeof *load);

    load->nodes[0] = engine_db(state);
    load->nodes[1] = engine_other_db(state);
    for (int i = 0; i < CODES; i++)
        assert_ok(store_token_revoke(
            engine_db(state), arena_printf(engine_arena(state), "code-%d", i), 1));
    int64_t started = clock_monotonic_ms();
    engine_race(spend_all_or_crash, load);
    assert_true(clock_monotonic_ms() - started < 60000);
    assert_heals(state);
    assert_int_equal(atomic_load(&load->unexpected), 0);
    int acknowledged = 0;
    for (int i = 0; i < CODES; i++) {
        assert_true(atomic_load(&load->spent[i]) <= 1);
        struct db_rows rows;
        assert_ok(db_read(engine_db(state), engine_arena(state),
            "SELECT expires_at FROM revoked_tokens WHERE jti = $1",
            DB_ARGS(db_text(arena_printf(engine_arena(state), "code-%d", i))), &rows));
        if (atomic_load(&load->spent[i]) == 1)
            assert_int_equal(db_row_int(&rows, 0, 0), 2);
        acknowledged += atomic_load(&load->spent[i]);
    }
    assert_true(acknowledged > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(restart_between_two_calls_is_not_noticed),
        cmocka_unit_test(away_server_is_told_at_once_and_found_again),
        cmocka_unit_test(server_that_is_away_at_the_start_is_unavailable),
        cmocka_unit_test(crash_loses_nothing_acknowledged_and_spends_nothing_twice),
    };

    return ENGINE_RUN_ON(DB_POSTGRESQL, "outage", tests);
}
