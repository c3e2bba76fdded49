/* The store's contract runs on both engines: every test of a program on a fresh SQLite file, and in
 * a fresh schema of the PostgreSQL at TESSERA_TEST_POSTGRES (test/support/with-postgres). A missing
 * PostgreSQL is a failure.
 */
#ifndef TESSERA_TEST_STORE_ENGINE_H
#define TESSERA_TEST_STORE_ENGINE_H

#include "store/store.h"

#include "support/unit.h"

/* main() of a program of tests: each finds a migrated database, or with ENGINE_RUN_EMPTY nothing.
 * ENGINE_RUN_ON: what only one engine can suffer. */
#define ENGINE_RUN(name, tests)                                                                    \
    (ENGINE_RUN_ON(DB_SQLITE, name, tests) + ENGINE_RUN_ON(DB_POSTGRESQL, name, tests))
#define ENGINE_RUN_ON(engine, name, tests)                                                         \
    engine_run((engine), (name), (tests), sizeof(tests) / sizeof(tests)[0], true)
#define ENGINE_RUN_EMPTY(name, tests)                                                              \
    (engine_run(DB_SQLITE, (name), (tests), sizeof(tests) / sizeof(tests)[0], false) +             \
        engine_run(DB_POSTGRESQL, (name), (tests), sizeof(tests) / sizeof(tests)[0], false))
int engine_run(enum db_engine engine, const char *name, const struct CMUnitTest *tests, size_t n,
    bool migrated);

/* What the test was given; all goes away behind it. */
struct db *engine_db(void **state);
struct db *engine_other_db(void **state); /* the same database as another node sees it */
arena_t *engine_arena(void **state);
str_t engine_url(void **state);

/* One number that a query answers; the text is static, as all texts are. */
int64_t engine_number(void **state, const char *sql);

/* Runs `fn` for 0 ... ENGINE_RACERS - 1 at the same moment, a thread each. Assertions belong behind
 * it. */
enum { ENGINE_RACERS = 16 };
typedef void engine_racer_fn(void *arg, size_t i);
void engine_race(engine_racer_fn *fn, void *arg);

#endif
