#include "base/json_read.h"

#include "base/clock.h"

#include <stdlib.h>
#include <string.h>

/* Jansson's own depth bound is a compile-time constant (2,048), so depth is counted here first. */
enum { MAX_DEPTH = 32 };

static bool shallow(str_t text)
{
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > MAX_DEPTH)
                return false;
        } else if (c == '}' || c == ']') {
            depth--;
        }
    }
    return true;
}

static json_t *read_value(str_t text, size_t max, json_type type)
{
    if (!str_present(text) || text.len > max || !shallow(text))
        return NULL;
    json_t *value = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, NULL);
    if (value != NULL && json_typeof(value) != type) {
        json_decref(value);
        return NULL;
    }
    return value;
}

json_t *json_read_object(str_t text, size_t max)
{
    return read_value(text, max, JSON_OBJECT);
}

json_t *json_read_array(str_t text, size_t max)
{
    return read_value(text, max, JSON_ARRAY);
}

static str_t text_of(const json_t *value)
{
    return json_is_string(value) ? (str_t){json_string_value(value), json_string_length(value)}
                                 : STR_NONE;
}

str_t json_read_str(const json_t *object, const char *name)
{
    return text_of(json_object_get(object, name));
}

bool json_read_int(const json_t *object, const char *name, int64_t *value_out)
{
    const json_t *value = json_object_get(object, name);
    if (!json_is_integer(value))
        return false;
    *value_out = json_integer_value(value);
    return true;
}

bool json_read_bool(const json_t *object, const char *name, bool *value_out)
{
    const json_t *value = json_object_get(object, name);
    if (!json_is_boolean(value))
        return false;
    *value_out = json_is_true(value);
    return true;
}

const json_t *json_read_str_array(const json_t *object, const char *name)
{
    const json_t *array = json_object_get(object, name);
    if (!json_is_array(array))
        return NULL;
    for (size_t i = 0; i < json_array_size(array); i++)
        if (!json_is_string(json_array_get(array, i)))
            return NULL;
    return array;
}

str_t json_array_str(const json_t *array, size_t index)
{
    return text_of(json_array_get(array, index));
}

/* Then it is UTF-8: no need to let the library look at each character. */
static bool is_ascii(str_t s)
{
    unsigned char all = 0;

    for (size_t i = 0; i < s.len; i++)
        all |= (unsigned char)s.ptr[i];
    return all < 0x80;
}

void json_put_str(json_t *object, const char *name, str_t value)
{
    if (!str_present(value))
        return;
    json_object_set_new(object, name,
        is_ascii(value) ? json_stringn_nocheck(value.ptr, value.len)
                        : json_stringn(value.ptr, value.len));
}

void json_put_str_or_null(json_t *object, const char *name, str_t value)
{
    json_object_set_new(object, name, json_null());
    json_put_str(object, name, value);
}

void json_put_int(json_t *object, const char *name, int64_t value)
{
    json_object_set_new(object, name, json_integer(value));
}

void json_put_time(json_t *object, const char *name, int64_t unix_s)
{
    char text[CLOCK_RFC3339_SIZE];
    clock_rfc3339(unix_s, text);
    json_object_set_new(object, name, json_string(text));
}

json_t *json_words(str_t list)
{
    json_t *array = json_array();
    str_t word;
    while (str_next(&list, ' ', &word))
        if (word.len > 0)
            json_array_append_new(array, json_stringn(word.ptr, word.len));
    return array;
}

/* What fits is written once; the rest is measured first. */
enum { USUAL_DOCUMENT = 4096 }; /* an answer with three tokens */

str_t json_write(arena_t *arena, const json_t *value)
{
    char usual[USUAL_DOCUMENT];
    size_t size = json_dumpb(value, usual, sizeof usual, JSON_COMPACT | JSON_ENCODE_ANY);
    char *text = arena_alloc(arena, size + 1); /* a NUL behind it, as in arena_str */

    if (size <= sizeof usual)
        memcpy(text, usual, size);
    else
        json_dumpb(value, text, size, JSON_COMPACT | JSON_ENCODE_ANY);
    explicit_bzero(usual, sizeof usual);
    return (str_t){text, size};
}
