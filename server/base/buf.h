/* A text that grows in an arena up to a bound. Past the bound it keeps what it has, drops the
 * rest and remembers it: check buf_overflowed before use where the input is foreign.
 */
#ifndef TESSERA_BASE_BUF_H
#define TESSERA_BASE_BUF_H

#include "base/arena.h"

typedef struct {
    arena_t *arena;
    char *ptr;
    size_t len;
    size_t capacity;
    size_t max;
    bool overflowed;
} buf_t;

buf_t buf_new(arena_t *arena, size_t max);
void buf_put(buf_t *buf, str_t s);
void buf_put_char(buf_t *buf, char c);
void buf_printf(buf_t *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Borrowed until the next put; never absent, may be empty. */
str_t buf_str(const buf_t *buf);

#endif
