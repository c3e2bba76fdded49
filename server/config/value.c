/* The value of one setting: between text, JSON and its place in the snapshot. */
#include "base/buf.h"
#include "base/json_read.h"
#include "config/settings.h"

#include <string.h>

enum { ELEMENTS_MAX = 64, TEXT_BYTES_MAX = 4096 };

/* Members are written through memcpy of their own type, which no alias rule forbids. */
#define PUT_(setting, config, value)                                                               \
    memcpy((char *)(config) + (setting)->offset, &(value), sizeof(value))
#define GET_(setting, config, value)                                                               \
    memcpy(&(value), (const char *)(config) + (setting)->offset, sizeof(value))

static str_t put_bool(const struct setting *setting, struct config *config, bool value)
{
    PUT_(setting, config, value);
    return STR_NONE;
}

static str_t put_int(const struct setting *setting, struct config *config, int64_t value)
{
    if (value < setting->min || value > setting->max)
        return arena_printf(config->arena, "must be from %lld to %lld (%s)",
            (long long)setting->min, (long long)setting->max, setting->unit);
    PUT_(setting, config, value);
    return STR_NONE;
}

static str_t put_name(const struct setting *setting, struct config *config, str_t name)
{
    buf_t allowed = buf_new(config->arena, TEXT_BYTES_MAX);
    for (int i = 0; setting->names[i] != NULL; i++) {
        if (str_eq(name, str_from_cstr(setting->names[i]))) {
            PUT_(setting, config, i);
            return STR_NONE;
        }
        buf_printf(&allowed, "%s%s", i > 0 ? ", " : "", setting->names[i]);
    }
    return arena_printf(config->arena, "must be one of: %.*s", STR_ARG(buf_str(&allowed)));
}

static str_t put_text(const struct setting *setting, struct config *config, str_t text)
{
    if (text.len > TEXT_BYTES_MAX)
        return arena_printf(config->arena, "is longer than %d bytes", TEXT_BYTES_MAX);
    if (!str_is_clean_utf8(text))
        return STR("holds control characters or is not UTF-8");
    str_t copy = arena_str(config->arena, text);
    PUT_(setting, config, copy);
    return STR_NONE;
}

static str_t put_list(
    const struct setting *setting, struct config *config, const str_t *items, size_t n)
{
    if (n > ELEMENTS_MAX)
        return arena_printf(config->arena, "has more than %d elements", ELEMENTS_MAX);
    str_t *copies = ARENA_ARRAY(config->arena, str_t, n);
    for (size_t i = 0; i < n; i++) {
        bool holds_comma = str_contains_char(items[i], ','); /* two elements in disguise */
        if (items[i].len == 0 || items[i].len > TEXT_BYTES_MAX || holds_comma ||
            !str_is_clean_utf8(items[i]))
            return STR(
                "has an element that is empty, too long, holds a comma or is not plain text");
        copies[i] = arena_str(config->arena, items[i]);
    }
    str_array_t list = {copies, n};
    PUT_(setting, config, list);
    return STR_NONE;
}

/* An empty text is the empty list; spaces around the commas do not count. */
static str_t put_split(const struct setting *setting, struct config *config, str_t text)
{
    str_t items[ELEMENTS_MAX + 1];
    size_t n = 0;
    str_t part;
    if (str_trim(text).len == 0)
        return put_list(setting, config, NULL, 0);
    while (n <= ELEMENTS_MAX && str_next(&text, ',', &part))
        items[n++] = str_trim(part);
    return put_list(setting, config, items, n);
}

static str_t put_array(const struct setting *setting, struct config *config, const json_t *array)
{
    str_t items[ELEMENTS_MAX + 1];
    size_t n = json_array_size(array);
    for (size_t i = 0; i < n && i <= ELEMENTS_MAX; i++) {
        items[i] = json_array_str(array, i);
        if (!str_present(items[i]))
            return STR("must be an array of strings");
    }
    return put_list(setting, config, items, n);
}

str_t setting_set_text(const struct setting *setting, struct config *config, str_t text)
{
    int64_t number;
    switch (setting->type) {
    case SETTING_BOOL:
        if (!str_eq(text, STR("true")) && !str_eq(text, STR("false")))
            return STR("must be true or false");
        return put_bool(setting, config, str_eq(text, STR("true")));
    case SETTING_INT:
        if (!str_to_int64(text, &number))
            return STR("must be a whole number");
        return put_int(setting, config, number);
    case SETTING_ENUM:
        return put_name(setting, config, text);
    case SETTING_LIST:
        return put_split(setting, config, text);
    case SETTING_TEXT:
    case SETTING_PATH:
    case SETTING_SECRET:
        return put_text(setting, config, text);
    }
    abort();
}

str_t setting_set_json(const struct setting *setting, struct config *config, const json_t *value)
{
    switch (setting->type) {
    case SETTING_BOOL:
        if (!json_is_boolean(value))
            return STR("must be true or false, without quotation marks");
        return put_bool(setting, config, json_is_true(value));
    case SETTING_INT:
        if (!json_is_integer(value))
            return STR("must be a whole number, without quotation marks");
        return put_int(setting, config, json_integer_value(value));
    case SETTING_LIST:
        if (!json_is_array(value))
            return STR("must be an array of strings");
        return put_array(setting, config, value);
    case SETTING_ENUM:
    case SETTING_TEXT:
    case SETTING_PATH:
    case SETTING_SECRET:
        if (!json_is_string(value))
            return STR("must be a string");
        return setting_set_text(
            setting, config, (str_t){json_string_value(value), json_string_length(value)});
    }
    abort();
}

void setting_set_preset(const struct setting *setting, struct config *config)
{
    str_t complaint = STR_NONE;
    switch (setting->type) {
    case SETTING_BOOL:
        complaint = put_bool(setting, config, setting->preset_number != 0);
        break;
    case SETTING_INT:
        complaint = put_int(setting, config, setting->preset_number);
        break;
    case SETTING_ENUM:
        complaint =
            put_name(setting, config, str_from_cstr(setting->names[setting->preset_number]));
        break;
    case SETTING_LIST:
    case SETTING_TEXT:
    case SETTING_PATH:
    case SETTING_SECRET:
        complaint = setting_set_text(setting, config, str_from_cstr(setting->preset_text));
        break;
    }
    if (str_present(complaint))
        abort(); /* settings.def contradicts itself */
}

json_t *setting_json(const struct setting *setting, const struct config *config)
{
    bool truth;
    int64_t number;
    int name;
    str_t text;
    str_array_t list;
    switch (setting->type) {
    case SETTING_BOOL:
        GET_(setting, config, truth);
        return json_boolean(truth);
    case SETTING_INT:
        GET_(setting, config, number);
        return json_integer(number);
    case SETTING_ENUM:
        GET_(setting, config, name);
        return json_string(setting->names[name]);
    case SETTING_TEXT:
    case SETTING_PATH:
    case SETTING_SECRET:
        GET_(setting, config, text);
        return json_stringn(text.ptr, text.len);
    case SETTING_LIST:
        break;
    }
    GET_(setting, config, list);
    json_t *array = json_array();
    for (size_t i = 0; i < list.n; i++)
        json_array_append_new(array, json_stringn(list.items[i].ptr, list.items[i].len));
    return array;
}

str_t setting_text(arena_t *arena, const struct setting *setting, const struct config *config)
{
    json_auto_t *value = setting_json(setting, config);
    if (json_is_string(value))
        return arena_bytes(arena, json_string_value(value), json_string_length(value));
    if (!json_is_array(value))
        return json_write(arena, value);
    buf_t joined = buf_new(arena, (size_t)ELEMENTS_MAX * (TEXT_BYTES_MAX + 1));
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (i > 0)
            buf_put_char(&joined, ',');
        buf_put(&joined, json_array_str(value, i));
    }
    return buf_str(&joined);
}
