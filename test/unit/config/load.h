/* Loading in tests: sources in a line, problems as text. */
#ifndef TESSERA_TEST_CONFIG_LOAD_H
#define TESSERA_TEST_CONFIG_LOAD_H

#include "config/config.h"

#include "support/unit.h"

struct loading {
    arena_t *arena;
    struct config_sources sources;
    struct config_problems problems;
    struct config *config;
};

static inline int loading_begin(void **state)
{
    struct loading *loading = calloc(1, sizeof *loading);
    loading->arena = loading->problems.arena = arena_new(2 * 1024 * 1024);
    *state = loading;
    return 0;
}

static inline int loading_end(void **state)
{
    struct loading *loading = *state;
    config_free(&loading->config);
    arena_free(&loading->arena);
    free(loading);
    return 0;
}

static inline void give_file(struct loading *loading, const char *text)
{
    loading->sources.file = "config.json";
    loading->sources.file_text = str_from_cstr(text);
}

/* One "key=value" more on the command line. */
static inline void give_set(struct loading *loading, const char *assignment)
{
    size_t n = loading->sources.sets.n;
    str_t *sets = ARENA_ARRAY(loading->arena, str_t, n + 1);
    for (size_t i = 0; i < n; i++)
        sets[i] = loading->sources.sets.items[i];
    sets[n] = str_from_cstr(assignment);
    loading->sources.sets = (str_array_t){sets, n + 1};
}

static inline void load(struct loading *loading)
{
    config_free(&loading->config);
    loading->problems.n = loading->problems.dropped = 0;
    loading->config = config_load(&loading->sources, &loading->problems);
    assert_int_equal(loading->config == NULL, loading->problems.n > 0);
}

/* "PLACE: KEY MESSAGE", a line a problem. */
static inline const char *problems_text(struct loading *loading)
{
    str_t text = STR("");
    for (size_t i = 0; i < loading->problems.n; i++) {
        const struct config_problem *problem = &loading->problems.items[i];
        text = arena_printf(loading->arena, "%.*s%.*s: %.*s %.*s\n", STR_ARG(text),
            STR_ARG(problem->place), STR_ARG(problem->key), STR_ARG(problem->message));
    }
    return text.ptr;
}

#define assert_refused(loading, expected)                                                          \
    do {                                                                                           \
        load(loading);                                                                             \
        assert_string_equal(problems_text(loading), expected);                                     \
    } while (0)

#define assert_loads(loading)                                                                      \
    do {                                                                                           \
        load(loading);                                                                             \
        assert_string_equal(problems_text(loading), "");                                           \
        assert_non_null((loading)->config);                                                        \
    } while (0)

#define config_test(test) cmocka_unit_test_setup_teardown(test, loading_begin, loading_end)

#endif
