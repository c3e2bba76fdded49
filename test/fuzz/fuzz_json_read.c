/* links: tessera_base */
/* Foreign JSON: an object or an array within bounds or nothing, and what passes reads back as the
 * same. */
#include "base/json_read.h"

#include <stdlib.h>
#include <string.h>

enum { ARENA_MAX = 1 << 24, TEXT_MAX = 64 * 1024, DEPTH_MAX = 32 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void judge(const json_t *value, int depth)
{
    const char *name;
    size_t index;
    json_t *item;
    if (depth > DEPTH_MAX)
        abort();
    if (json_is_string(value) && memchr(json_string_value(value), 0, json_string_length(value)))
        abort();
    json_object_foreach((json_t *)value, name, item) judge(item, depth + 1);
    json_array_foreach(value, index, item) judge(item, depth + 1);
}

/* Each getter answers for its own type only. */
static void get(const json_t *object)
{
    const char *name;
    json_t *value;
    int64_t number;
    bool flag;
    json_object_foreach((json_t *)object, name, value)
    {
        if (str_present(json_read_str(object, name)) != json_is_string(value) ||
            json_read_int(object, name, &number) != json_is_integer(value) ||
            json_read_bool(object, name, &flag) != json_is_boolean(value))
            abort();
        const json_t *texts = json_read_str_array(object, name);
        for (size_t i = 0; i < json_array_size(texts); i++)
            if (!str_present(json_array_str(texts, i)))
                abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t text = arena_bytes(arena, data, size);
    json_auto_t *array = json_read_array(text, TEXT_MAX);
    if (array != NULL && !json_is_array(array))
        abort();
    judge(array, 0);
    json_auto_t *object = json_read_object(text, TEXT_MAX);
    if (object != NULL && array != NULL)
        abort();
    if (object == NULL)
        return 0;
    if (!json_is_object(object))
        abort();
    judge(object, 0);
    get(object);
    json_auto_t *again = json_read_object(json_write(arena, object), 16 * TEXT_MAX);
    if (again == NULL || !json_equal(object, again))
        abort();
    return 0;
}
