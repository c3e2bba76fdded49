#include "config/print.h"

#include "base/file.h"
#include "base/json_read.h"
#include "config/settings.h"
#include "unit/config/load.h"

enum { PAGE_MAX = 1024 * 1024 };

static str_t committed(struct loading *loading, const char *name)
{
    str_t text = STR_NONE;
    const char *path = arena_printf(loading->arena, SOURCE_DIR "/%s", name).ptr;
    const char *why = file_read(loading->arena, path, PAGE_MAX, &text);
    if (why != NULL)
        fail_msg("%s %s", path, why);
    return text;
}

static void committed_sample_is_what_the_table_makes(void **state)
{
    struct loading *loading = *state;
    if (!str_eq(committed(loading, "config.json.sample"), config_sample(loading->arena)))
        fail_msg("make it again: tessera config sample > config.json.sample");
}

static void committed_page_is_what_the_table_makes(void **state)
{
    struct loading *loading = *state;
    if (!str_eq(committed(loading, "docs/config.md"), config_doc(loading->arena)))
        fail_msg("make it again: tessera config doc > docs/config.md");
}

static void sample_lacks_nothing_but_its_files(void **state)
{
    struct loading *loading = *state;
    loading->sources.purpose = CONFIG_FOR_SERVING;
    give_file(loading, config_sample(loading->arena).ptr);
    load(loading);
    assert_int_equal(loading->problems.n, 3);
    for (size_t i = 0; i < loading->problems.n; i++)
        assert_true(str_ends_with(loading->problems.items[i].message, STR(" does not exist")));
}

static void every_setting_stands_in_the_page(void **state)
{
    struct loading *loading = *state;
    str_t page = config_doc(loading->arena);
    for (size_t i = 0; i < settings_n; i++)
        assert_non_null(strstr(arena_cstr(loading->arena, page),
            arena_printf(loading->arena, "### `%.*s`\n", STR_ARG(settings[i].key)).ptr));
}

static void secret_is_never_shown(void **state)
{
    struct loading *loading = *state;
    give_set(loading, "database.url=postgresql://u:hunter2@db/x");
    assert_loads(loading);
    json_auto_t *shown = config_to_json(loading->config);
    assert_str(json_read_str(json_object_get(shown, "database"), "url"), "***");
    str_t text = config_to_text(loading->arena, loading->config);
    assert_null(strstr(arena_cstr(loading->arena, text), "hunter2"));
}

static void text_says_where_a_value_comes_from(void **state)
{
    struct loading *loading = *state;
    give_file(loading, "{\n\"lifetime\": {\"code_s\": 30}}");
    assert_loads(loading);
    str_t text = config_to_text(loading->arena, loading->config);
    assert_non_null(
        strstr(arena_cstr(loading->arena, text), "\nlifetime.code_s = 30  (config.json:2)\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        config_test(committed_sample_is_what_the_table_makes),
        config_test(committed_page_is_what_the_table_makes),
        config_test(sample_lacks_nothing_but_its_files),
        config_test(every_setting_stands_in_the_page),
        config_test(secret_is_never_shown),
        config_test(text_says_where_a_value_comes_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
