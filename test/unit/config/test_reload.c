#include "unit/config/load.h"

static struct config_changes reload(
    struct loading *loading, const struct config *running, struct config **next_out)
{
    struct config_changes changes = {.arena = loading->arena};
    loading->problems.n = 0;
    *next_out = config_reload(running, &loading->sources, &loading->problems, &changes);
    return changes;
}

static void log_level_takes_effect(void **state)
{
    struct loading *loading = *state;
    AUTO_CONFIG next = NULL;
    load(loading);
    give_set(loading, "log.level=debug");
    struct config_changes changes = reload(loading, loading->config, &next);
    assert_int_equal(changes.applied.n, 1);
    assert_str(changes.applied.items[0], "log.level");
    assert_int_equal(changes.waiting.n, 0);
    assert_int_equal(next->log.level, LOG_LEVEL_DEBUG);
}

static void other_settings_keep_their_value_and_are_named(void **state)
{
    struct loading *loading = *state;
    AUTO_CONFIG next = NULL;
    give_set(loading, "issuer=https://a.example");
    give_set(loading, "listen=127.0.0.1:1,127.0.0.1:2");
    load(loading);
    loading->sources.sets.n = 0;
    give_set(loading, "issuer=https://b.example");
    give_set(loading, "lifetime.code_s=30");
    struct config_changes changes = reload(loading, loading->config, &next);
    assert_int_equal(changes.applied.n, 0);
    assert_int_equal(changes.waiting.n, 3);
    assert_str(changes.waiting.items[0], "issuer");
    assert_str(changes.waiting.items[1], "listen");
    assert_str(changes.waiting.items[2], "lifetime.code_s");
    config_free(&loading->config); /* nothing is borrowed from the old snapshot */
    assert_str(next->issuer, "https://a.example");
    assert_str(next->listen.items[1], "127.0.0.1:2");
    assert_int_equal(next->lifetime.code_s, 60);
}

static void mistake_leaves_the_running_snapshot(void **state)
{
    struct loading *loading = *state;
    AUTO_CONFIG next = NULL;
    load(loading);
    give_set(loading, "log.level=loud");
    reload(loading, loading->config, &next);
    assert_null(next);
    assert_int_equal(loading->problems.n, 1);
    assert_int_equal(loading->config->log.level, LOG_LEVEL_INFO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        config_test(log_level_takes_effect),
        config_test(other_settings_keep_their_value_and_are_named),
        config_test(mistake_leaves_the_running_snapshot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
