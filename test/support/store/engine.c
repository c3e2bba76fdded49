#define _GNU_SOURCE /* nftw */

#include "store/engine.h"

#include "store/migrate.h"
#include "store/server.h"

#include <ftw.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

enum { ARENA_MAX = 64 * 1024 * 1024, URL_SIZE = 512, NAME_SIZE = 64 };

/* Where a test's database stands. */
struct place {
    const char *name;
    int (*make)(struct place *place);
    void (*remove)(struct place *place);
    bool migrated;
    char url[URL_SIZE];
    char own[NAME_SIZE]; /* the folder or the schema */
};

struct fixture {
    struct place *place;
    arena_t *arena;
    struct db *db;
    struct db *other;
};

static int make_folder(struct place *place)
{
    snprintf(place->own, sizeof place->own, "/tmp/tessera-store-XXXXXX");
    if (!mkdtemp(place->own))
        return -1;
    snprintf(place->url, sizeof place->url, "sqlite:%s/tessera.db", place->own);
    return 0;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *way)
{
    (void)info;
    (void)kind;
    (void)way;
    return remove(path);
}

static void remove_folder(struct place *place)
{
    nftw(place->own, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static int make_schema(struct place *place)
{
    static unsigned made;
    char sql[NAME_SIZE * 2];

    if (!server_url())
        return -1;
    snprintf(place->own, sizeof place->own, "test_%d_%u", (int)getpid(), made++);
    snprintf(
        place->url, sizeof place->url, "%s&options=-csearch_path%%3D%s", server_url(), place->own);
    snprintf(sql, sizeof sql, "CREATE SCHEMA %s", place->own);
    return server_run(sql) ? 0 : -1;
}

static void remove_schema(struct place *place)
{
    char sql[NAME_SIZE * 2];

    snprintf(
        sql, sizeof sql, "SET client_min_messages = warning; DROP SCHEMA %s CASCADE", place->own);
    server_run(sql);
}

static result_t open_migrated(struct place *place, struct db **db_out)
{
    size_t applied;

    TRY(db_open(str_from_cstr(place->url), &db_options_default, db_out));
    return place->migrated ? migrate_up(*db_out, &applied) : OK;
}

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    fixture->place = *state;
    if (fixture->place->make(fixture->place) != 0) {
        free(fixture);
        return -1;
    }
    fixture->arena = arena_new(ARENA_MAX);
    *state = fixture;
    result_t opened = open_migrated(fixture->place, &fixture->db);
    if (!result_ok(opened))
        print_error("%s: %s\n", fixture->place->url, opened.what);
    return result_ok(opened) ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    db_close(&fixture->other);
    db_close(&fixture->db);
    fixture->place->remove(fixture->place);
    arena_free(&fixture->arena);
    free(fixture);
    return 0;
}

static int run_in(struct place *place, const char *name, const struct CMUnitTest *tests, size_t n)
{
    struct CMUnitTest *prepared = calloc(n, sizeof *prepared);
    char title[NAME_SIZE];

    for (size_t i = 0; i < n; i++) {
        prepared[i] = tests[i];
        prepared[i].setup_func = set_up;
        prepared[i].teardown_func = tear_down;
        prepared[i].initial_state = place;
    }
    snprintf(title, sizeof title, "%s, %s", name, place->name);
    int failed = _cmocka_run_group_tests(title, prepared, n, NULL, NULL);
    free(prepared);
    return failed;
}

int engine_run(enum db_engine engine, const char *name, const struct CMUnitTest *tests, size_t n,
    bool migrated)
{
    struct place places[] = {
        [DB_SQLITE] = {.name = "SQLite", .make = make_folder, .remove = remove_folder},
        [DB_POSTGRESQL] = {.name = "PostgreSQL", .make = make_schema, .remove = remove_schema},
    };

    places[engine].migrated = migrated;
    return run_in(&places[engine], name, tests, n);
}

struct db *engine_db(void **state)
{
    struct fixture *fixture = *state;

    return fixture->db;
}

struct db *engine_other_db(void **state)
{
    struct fixture *fixture = *state;

    if (!fixture->other)
        assert_ok(db_open(engine_url(state), &db_options_default, &fixture->other));
    return fixture->other;
}

arena_t *engine_arena(void **state)
{
    struct fixture *fixture = *state;

    return fixture->arena;
}

str_t engine_url(void **state)
{
    struct fixture *fixture = *state;

    return str_from_cstr(fixture->place->url);
}

int64_t engine_number(void **state, const char *sql)
{
    struct db_rows rows;

    assert_ok(db_read(engine_db(state), engine_arena(state), sql, DB_NO_ARGS, &rows));
    assert_int_equal(rows.n, 1);
    return db_row_int(&rows, 0, 0);
}

struct racer {
    engine_racer_fn *fn;
    void *arg;
    size_t i;
    pthread_barrier_t *start;
};

static void *race(void *arg)
{
    struct racer *racer = arg;

    pthread_barrier_wait(racer->start);
    racer->fn(racer->arg, racer->i);
    return NULL;
}

void engine_race(engine_racer_fn *fn, void *arg)
{
    pthread_t threads[ENGINE_RACERS];
    struct racer racers[ENGINE_RACERS];
    pthread_barrier_t start;

    pthread_barrier_init(&start, NULL, ENGINE_RACERS);
    for (size_t i = 0; i < ENGINE_RACERS; i++) {
        racers[i] = (struct racer){fn, arg, i, &start};
        assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
    }
    for (size_t i = 0; i < ENGINE_RACERS; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&start);
}
