#include "base/buf.h"

#include <stdio.h>
#include <string.h>

enum { FIRST_CAPACITY = 128 };

buf_t buf_new(arena_t *arena, size_t max)
{
    return (buf_t){.arena = arena, .max = max};
}

static bool make_room(buf_t *buf, size_t more)
{
    if (more > buf->max - buf->len) {
        buf->overflowed = true;
        return false;
    }
    if (buf->len + more <= buf->capacity)
        return true;
    size_t capacity = buf->capacity ? buf->capacity : FIRST_CAPACITY;
    while (capacity < buf->len + more)
        capacity *= 2;
    char *grown = arena_alloc(buf->arena, capacity);
    if (buf->len > 0)
        memcpy(grown, buf->ptr, buf->len);
    buf->ptr = grown;
    buf->capacity = capacity;
    return true;
}

void buf_put(buf_t *buf, str_t s)
{
    if (s.len == 0 || !make_room(buf, s.len))
        return;
    memcpy(buf->ptr + buf->len, s.ptr, s.len);
    buf->len += s.len;
}

void buf_put_char(buf_t *buf, char c)
{
    buf_put(buf, (str_t){&c, 1});
}

void buf_printf(buf_t *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    /* One byte more for the NUL of vsnprintf, which is not counted. */
    if (len > 0 && make_room(buf, (size_t)len + 1)) {
        vsnprintf(buf->ptr + buf->len, (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
}

str_t buf_str(const buf_t *buf)
{
    return (str_t){buf->len > 0 ? buf->ptr : "", buf->len};
}
