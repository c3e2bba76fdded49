#include "base/file.h"
#include "base/json_read.h"
#include "base/nearest.h"
#include "config/cross_checks.h"
#include "config/locate.h"
#include "config/problems.h"
#include "config/settings.h"

#include <string.h>

enum {
    SNAPSHOT_BYTES_MAX = 8 * 1024 * 1024,
    FILE_BYTES_MAX = 256 * 1024,
    SECRET_BYTES_MAX = 4096,
    ENVIRONMENT_MAX = 512, /* variables that begin with our prefix */
};

static const str_t env_prefix = STR_INIT("TESSERA__");
static const str_t file_suffix = STR_INIT("_file");

/* How a layer named a setting: value and file at once contradict each other. */
enum given { GIVEN_NOT, GIVEN_VALUE, GIVEN_FILE };

struct loader {
    struct config *config;
    str_t *origins;
    struct config_problems *problems;
    enum given *given; /* by setting, in this layer */
};

/* What stands behind one name in one layer. */
struct entry {
    str_t place;
    str_t key;
    const json_t *json; /* NULL: `text` is the value */
    str_t text;
};

/* --- names --- */

static str_t without_suffix(str_t key)
{
    return str_first(key, key.len - file_suffix.len);
}

/* NULL for an unknown name. A secret's name may carry the suffix "_file". */
static const struct setting *find_named(str_t key, bool *from_file_out)
{
    const struct setting *setting = setting_find(key);
    *from_file_out = false;
    if (setting != NULL || !str_ends_with(key, file_suffix))
        return setting;
    setting = setting_find(without_suffix(key));
    *from_file_out = true;
    return setting != NULL && setting->type == SETTING_SECRET ? setting : NULL;
}

static str_t section_of(const struct setting *setting)
{
    str_t rest = setting->key, section;
    str_next(&rest, '.', &section);
    return str_present(rest) ? section : STR_NONE;
}

static bool is_section(str_t name)
{
    for (size_t i = 0; i < settings_n; i++)
        if (str_eq(section_of(&settings[i]), name))
            return true;
    return false;
}

/* The setting or section that was probably meant; a forgotten section counts as well. */
static str_t guess(str_t key)
{
    str_t best = STR_NONE;
    for (size_t i = 0; i < settings_n; i++) {
        best = nearest_of(key, best, settings[i].key);
        if (str_present(section_of(&settings[i])))
            best = nearest_of(key, best, section_of(&settings[i]));
    }
    for (size_t i = 0; i < settings_n && !str_present(best); i++) {
        size_t cut = section_of(&settings[i]).len + 1;
        if (cut > 1 && str_eq(key, str_from(settings[i].key, cut)))
            best = settings[i].key;
    }
    return best;
}

static void refuse_unknown(struct loader *loader, str_t place, str_t key)
{
    str_t meant = guess(key);
    if (str_present(meant))
        config_problem_add(
            loader->problems, place, key, "is no setting; did you mean \"%.*s\"?", STR_ARG(meant));
    else
        config_problem_add(
            loader->problems, place, key, "is no setting (tessera config doc lists them)");
}

/* --- values --- */

/* A secret's file holds the value and, usually, a line's end. */
static str_t set_from_file(const struct setting *setting, struct config *config, str_t path)
{
    str_t text;
    arena_t *arena = config->arena;
    const char *why = file_read(arena, arena_cstr(arena, path), SECRET_BYTES_MAX, &text);
    if (why != NULL)
        return arena_printf(arena, "%.*s %s", STR_ARG(path), why);
    while (str_ends_with(text, STR("\n")) || str_ends_with(text, STR("\r")))
        text.len--;
    if (text.len == 0)
        return arena_printf(arena, "%.*s is empty", STR_ARG(path));
    return setting_set_text(setting, config, text);
}

static str_t set_value(
    struct loader *loader, const struct setting *setting, bool from_file, const struct entry *entry)
{
    bool is_json = entry->json != NULL;
    if (!from_file)
        return is_json ? setting_set_json(setting, loader->config, entry->json)
                       : setting_set_text(setting, loader->config, entry->text);
    if (is_json && !json_is_string(entry->json))
        return STR("must be a string");
    str_t path = is_json ? (str_t){json_string_value(entry->json), json_string_length(entry->json)}
                         : entry->text;
    return str_is_clean_utf8(path) ? set_from_file(setting, loader->config, path)
                                   : STR("holds control characters or is not UTF-8");
}

static void take(struct loader *loader, const struct entry *entry)
{
    bool from_file;
    const struct setting *setting = find_named(entry->key, &from_file);
    if (setting == NULL) {
        refuse_unknown(loader, entry->place, entry->key);
        return;
    }
    enum given *given = &loader->given[setting - settings];
    enum given now = from_file ? GIVEN_FILE : GIVEN_VALUE;
    if (*given != GIVEN_NOT && *given != now) {
        config_problem_add(loader->problems, entry->place, setting->key,
            "is given as a value and as a file (%.*s_file): only one of them can stand",
            STR_ARG(setting->key));
        return;
    }
    *given = now;
    str_t complaint = set_value(loader, setting, from_file, entry);
    if (str_present(complaint))
        config_problem_add(loader->problems, entry->place, entry->key, "%.*s", STR_ARG(complaint));
    else
        loader->origins[setting - settings] = arena_str(loader->config->arena, entry->place);
}

static void begin_layer(struct loader *loader)
{
    memset(loader->given, 0, settings_n * sizeof *loader->given);
}

/* --- layers --- */

static void take_assignments(struct loader *loader, str_array_t assignments, str_t place)
{
    begin_layer(loader);
    for (size_t i = 0; i < assignments.n; i++) {
        str_t rest = assignments.items[i], key;
        str_next(&rest, '=', &key);
        if (!str_present(rest)) {
            config_problem_add(loader->problems, place, key, "lacks \"=VALUE\"");
            continue;
        }
        take(loader, &(struct entry){.place = place, .key = key, .text = rest});
    }
}

/* TLS__KEY_FILE -> tls.key_file */
static str_t key_of_variable(arena_t *arena, str_t name)
{
    char *key = arena_alloc(arena, name.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (c == '_' && i + 1 < name.len && name.ptr[i + 1] == '_') {
            c = '.';
            i++;
        }
        key[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return (str_t){key, n};
}

static void take_environment(struct loader *loader, const char *const *environment)
{
    size_t taken = 0;
    begin_layer(loader);
    for (; environment != NULL && *environment != NULL && taken < ENVIRONMENT_MAX; environment++) {
        str_t rest = str_from_cstr(*environment), name;
        str_next(&rest, '=', &name);
        if (!str_starts_with(name, env_prefix) || !str_present(rest))
            continue;
        str_t key = key_of_variable(loader->config->arena, str_from(name, env_prefix.len));
        take(loader, &(struct entry){.place = name, .key = key, .text = rest});
        taken++;
    }
}

static str_t place_in_file(
    struct loader *loader, const struct config_sources *sources, str_t text, str_t key)
{
    int line = locate_line(text, key);
    return line > 0 ? arena_printf(loader->config->arena, "%s:%d", sources->file, line)
                    : str_from_cstr(sources->file);
}

static void take_section(struct loader *loader, const struct config_sources *sources, str_t text,
    const char *section, json_t *members)
{
    const char *name;
    json_t *value;
    json_object_foreach(members, name, value)
    {
        str_t key = arena_printf(loader->config->arena, "%s.%s", section, name);
        str_t place = place_in_file(loader, sources, text, key);
        take(loader, &(struct entry){.place = place, .key = key, .json = value});
    }
}

static void take_document(
    struct loader *loader, const struct config_sources *sources, str_t text, json_t *document)
{
    const char *name;
    json_t *value;
    begin_layer(loader);
    json_object_foreach(document, name, value)
    {
        str_t key = str_from_cstr(name);
        str_t place = place_in_file(loader, sources, text, key);
        if (!is_section(key))
            take(loader, &(struct entry){.place = place, .key = key, .json = value});
        else if (json_is_object(value))
            take_section(loader, sources, text, name, value);
        else
            config_problem_add(loader->problems, place, key, "must be an object of settings");
    }
}

static void take_file(struct loader *loader, const struct config_sources *sources)
{
    str_t text = sources->file_text;
    str_t place = str_from_cstr(sources->file);
    const char *why = NULL;
    if (!str_present(text))
        why = file_read(loader->config->arena, sources->file, FILE_BYTES_MAX, &text);
    if (why != NULL) {
        config_problem_add(loader->problems, place, STR_NONE, "%s", why);
        return;
    }
    json_error_t error;
    json_auto_t *document = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &error);
    if (document == NULL)
        config_problem_add(loader->problems,
            arena_printf(loader->config->arena, "%s:%d", sources->file, error.line), STR_NONE,
            "is not valid JSON: %s", error.text);
    else if (!json_is_object(document))
        config_problem_add(loader->problems, place, STR_NONE, "must be a JSON object");
    else
        take_document(loader, sources, text, document);
}

/* --- the whole --- */

static bool is_blamed(const struct config_problems *problems, str_t key)
{
    for (size_t i = 0; i < problems->n; i++)
        if (str_eq(problems->items[i].key, key))
            return true;
    return false;
}

/* Each value that won, by its own check: overridden ones need not hold. */
static void check_alone(const struct config *config, struct config_problems *problems)
{
    for (size_t i = 0; i < settings_n; i++) {
        const struct setting *setting = &settings[i];
        if (setting->check == NULL || is_blamed(problems, setting->key))
            continue;
        str_t rest = setting_text(config->arena, setting, config), value;
        bool is_list = setting->type == SETTING_LIST;
        str_t complaint = STR_NONE;
        while (!str_present(complaint) && str_next(&rest, is_list ? ',' : '\n', &value))
            complaint = value.len > 0 ? setting->check(config->arena, value) : STR_NONE;
        if (str_present(complaint))
            config_problem_add(
                problems, config->origins[i], setting->key, "%.*s", STR_ARG(complaint));
    }
}

static struct config *config_new(void)
{
    arena_t *arena = arena_new(SNAPSHOT_BYTES_MAX);
    struct config *config = ARENA_NEW(arena, struct config);
    config->arena = arena;
    for (size_t i = 0; i < settings_n; i++)
        setting_set_preset(&settings[i], config);
    return config;
}

void config_free(struct config **config)
{
    if (*config == NULL)
        return;
    arena_t *arena = (*config)->arena;
    *config = NULL;
    arena_free(&arena);
}

struct config *config_load(const struct config_sources *sources, struct config_problems *problems)
{
    struct config *config = config_new();
    struct loader loader = {
        .config = config,
        .problems = problems,
        .origins = ARENA_ARRAY(config->arena, str_t, settings_n),
        .given = ARENA_ARRAY(config->arena, enum given, settings_n),
    };
    config->origins = loader.origins;
    take_assignments(&loader, sources->presets, STR("built in for this verb"));
    if (sources->file != NULL)
        take_file(&loader, sources);
    take_environment(&loader, sources->environment);
    take_assignments(&loader, sources->sets, STR("--set"));
    check_alone(config, problems);
    check_together(config, sources->purpose, problems);
    if (problems->n > 0)
        config_free(&config);
    return config;
}
