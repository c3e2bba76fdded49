#include "config/print.h"

#include "base/buf.h"
#include "base/json_read.h"
#include "config/settings.h"

enum { PAGE_BYTES_MAX = 256 * 1024 };

/* What the sample shows for settings that every installation must choose itself. */
static const struct {
    const char *key;
    const char *text;
} examples[] = {
    {"issuer", "https://id.example.com"},
    {"listen", "0.0.0.0:8443,[::]:8443"},
    {"tls.cert_file", "/etc/tessera/cert.pem"},
    {"tls.key_file", "/etc/tessera/key.pem"},
    {"database.url", "sqlite:/var/lib/tessera/tessera.db"},
    {"keys.sealing_key_file", "/etc/tessera/sealing.key"},
};

/* --- names --- */

/* Absent for a setting without a section. */
static str_t section_of(const struct setting *setting)
{
    str_t rest = setting->key, section;
    str_next(&rest, '.', &section);
    return str_present(rest) ? section : STR_NONE;
}

static str_t name_in_section(const struct setting *setting)
{
    str_t section = section_of(setting);
    return str_from(setting->key, str_present(section) ? section.len + 1 : 0);
}

/* tls.key_file -> TESSERA__TLS__KEY_FILE */
static str_t variable_of(arena_t *arena, str_t key)
{
    buf_t name = buf_new(arena, 256);
    buf_put(&name, STR("TESSERA__"));
    for (size_t i = 0; i < key.len; i++) {
        char c = key.ptr[i];
        if (c == '.')
            buf_put(&name, STR("__"));
        else
            buf_put_char(&name, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
    }
    return buf_str(&name);
}

/* --- values --- */

/* Secrets that are set show that they are, and nothing else. */
static json_t *shown(const struct setting *setting, const struct config *config)
{
    json_t *value = setting_json(setting, config);
    if (setting->type != SETTING_SECRET || json_string_length(value) == 0)
        return value;
    json_decref(value);
    return json_string("***");
}

static void put_nested(json_t *document, const struct setting *setting, json_t *value)
{
    str_t section = section_of(setting), name = name_in_section(setting);
    json_t *object = document;
    if (str_present(section)) {
        object = json_object_getn(document, section.ptr, section.len);
        if (object == NULL) {
            object = json_object();
            json_object_setn_new(document, section.ptr, section.len, object);
        }
    }
    json_object_setn_new(object, name.ptr, name.len, value);
}

json_t *config_to_json(const struct config *config)
{
    json_t *document = json_object();
    for (size_t i = 0; i < settings_n; i++)
        put_nested(document, &settings[i], shown(&settings[i], config));
    return document;
}

str_t config_to_text(arena_t *arena, const struct config *config)
{
    buf_t text = buf_new(arena, PAGE_BYTES_MAX);
    for (size_t i = 0; i < settings_n; i++) {
        json_auto_t *value = shown(&settings[i], config);
        str_t written = json_write(arena, value);
        buf_printf(&text, "%.*s = %.*s", STR_ARG(settings[i].key), STR_ARG(written));
        if (str_present(config->origins[i]))
            buf_printf(&text, "  (%.*s)", STR_ARG(config->origins[i]));
        buf_put_char(&text, '\n');
    }
    return buf_str(&text);
}

/* --- the built-in values --- */

static struct config *built_in(arena_t *arena)
{
    struct config *config = ARENA_NEW(arena, struct config);
    config->arena = arena;
    for (size_t i = 0; i < settings_n; i++)
        setting_set_preset(&settings[i], config);
    return config;
}

str_t config_sample(arena_t *arena)
{
    struct config *config = built_in(arena);
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        const struct setting *setting = setting_find(str_from_cstr(examples[i].key));
        if (setting == NULL ||
            str_present(setting_set_text(setting, config, str_from_cstr(examples[i].text))))
            abort(); /* an example that the table does not allow */
    }
    json_auto_t *document = json_object();
    for (size_t i = 0; i < settings_n; i++)
        put_nested(document, &settings[i], setting_json(&settings[i], config));
    char *dumped = json_dumps(document, JSON_INDENT(2));
    str_t text = arena_printf(arena, "%s\n", dumped);
    free(dumped);
    return text;
}

/* --- the page --- */

static void put_type(buf_t *page, const struct setting *setting)
{
    switch (setting->type) {
    case SETTING_BOOL:
        buf_put(page, STR("true or false"));
        return;
    case SETTING_INT:
        buf_printf(page, "%lld to %lld %s", (long long)setting->min, (long long)setting->max,
            setting->unit);
        return;
    case SETTING_TEXT:
        buf_put(page, STR("text"));
        return;
    case SETTING_PATH:
        buf_put(page, STR("path"));
        return;
    case SETTING_SECRET:
        buf_put(page, STR("secret"));
        return;
    case SETTING_LIST:
        buf_put(page, STR("list"));
        return;
    case SETTING_ENUM:
        for (size_t i = 0; setting->names[i] != NULL; i++)
            buf_printf(page, "%s%s", i > 0 ? ", " : "", setting->names[i]);
        return;
    }
    abort();
}

static void put_setting(buf_t *page, const struct setting *setting, const struct config *config)
{
    str_t value = setting_text(page->arena, setting, config);
    buf_printf(page, "### `%.*s`\n", STR_ARG(setting->key));
    buf_printf(page, "%s\n\n- Type: ", setting->doc);
    put_type(page, setting);
    if (value.len > 0)
        buf_printf(page, "\n- Built in: `%.*s`", STR_ARG(value));
    buf_printf(page, "\n- Environment: `%.*s`", STR_ARG(variable_of(page->arena, setting->key)));
    if (setting->type == SETTING_SECRET)
        buf_printf(page, ", or `%.*s_FILE`, the path of a file that holds it",
            STR_ARG(variable_of(page->arena, setting->key)));
    if (setting->reloadable)
        buf_put(page, STR("\n- Takes effect on SIGHUP, without a restart."));
    buf_put(page, STR("\n\n"));
}

static const char introduction[] =
    "# Settings\n"
    "This page is made by `tessera config doc` from the table that the program reads\n"
    "(`server/config/settings.def`); a test fails when they differ.\n"
    "\n"
    "A setting is looked for in four places, each above the one before:\n"
    "\n"
    "1. what is built in;\n"
    "2. the file of `--config`, JSON: `{\"tls\": {\"key_file\": \"...\"}}` sets `tls.key_file`\n"
    "   (`config.json.sample` shows all of them);\n"
    "3. the environment: `TESSERA__TLS__KEY_FILE`; a list is split at commas;\n"
    "4. `--set tls.key_file=...`.\n"
    "\n"
    "A name that is no setting, a value of the wrong kind and settings that contradict each other\n"
    "stop the start, all of them named at once with their places. `tessera config check` says the\n"
    "same without starting; `tessera config show` prints what is in effect and where it comes\n"
    "from. A secret is better given as a file: `database.url_file` in the file,\n"
    "`TESSERA__DATABASE__URL_FILE` in the environment; value and file in one place are an error.\n"
    "\n"
    "SIGHUP reads everything again. Settings that say so take effect at once, and so do\n"
    "certificates; a change of any other is named in the log and waits for a restart.\n"
    "\n";

str_t config_doc(arena_t *arena)
{
    const struct config *config = built_in(arena);
    buf_t page = buf_new(arena, PAGE_BYTES_MAX);
    str_t last = STR("");
    buf_put(&page, str_from_cstr(introduction));
    for (size_t i = 0; i < settings_n; i++) {
        str_t section = section_of(&settings[i]);
        if (str_present(section) ? !str_eq(section, last) : i == 0)
            buf_printf(&page, "## %.*s\n",
                STR_ARG(str_present(section) ? section : STR("without a section")));
        last = section;
        put_setting(&page, &settings[i], config);
    }
    return buf_str(&page);
}
