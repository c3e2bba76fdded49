/* Reads of foreign and stored JSON: strict parsing and typed getters, so that no other code looks
 * a member up by name without saying what type it must have.
 */
#ifndef TESSERA_BASE_JSON_READ_H
#define TESSERA_BASE_JSON_READ_H

#include "base/arena.h"

#include <jansson.h>

/* Parses one JSON object of at most `max` bytes: duplicate members refused, depth at most 32, NUL
 * characters refused. NULL if it is anything else. Own; json_auto_t or json_decref. */
json_t *json_read_object(str_t text, size_t max);

/* The same for an array. */
json_t *json_read_array(str_t text, size_t max);

/* Borrowed from `object`; absent if there is no such member or it has another type. */
str_t json_read_str(const json_t *object, const char *name);

bool json_read_int(const json_t *object, const char *name, int64_t *value_out);
bool json_read_bool(const json_t *object, const char *name, bool *value_out);

/* Borrowed; NULL if there is no such member or it is no array of strings only. */
const json_t *json_read_str_array(const json_t *object, const char *name);
str_t json_array_str(const json_t *array, size_t index);

/* Sets a member from a slice; an absent slice sets nothing. The text must be valid UTF-8. */
void json_put_str(json_t *object, const char *name, str_t value);
void json_put_str_or_null(json_t *object, const char *name, str_t value);
void json_put_int(json_t *object, const char *name, int64_t value);
void json_put_time(json_t *object, const char *name, int64_t unix_s); /* as RFC 3339 */

/* ["a","b"] of the space-separated words of `list`; own. */
json_t *json_words(str_t list);

/* Compact text, members in the order they were set. */
str_t json_write(arena_t *arena, const json_t *value);

#endif
