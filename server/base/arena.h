/* Memory of one request: many allocations, one end. Wiped when freed, since it holds passwords,
 * codes and tokens. Under AddressSanitizer every allocation is a malloc of its own, so that an
 * overflow stays visible. One arena belongs to one thread at a time.
 *
 * Out of memory and an arena past its bound abort: hostile sizes are refused long before, so
 * reaching the bound is our own mistake.
 */
#ifndef TESSERA_BASE_ARENA_H
#define TESSERA_BASE_ARENA_H

#include "base/str.h"

#include <stdarg.h>

typedef struct arena arena_t;

/* `max` bounds the sum of all allocations, in bytes. */
arena_t *arena_new(size_t max);
void arena_free(arena_t **arena); /* NULL inside is fine; sets it to NULL */

#define AUTO_ARENA __attribute__((cleanup(arena_free))) arena_t *

/* Calls `end(what)` when the arena is freed, the last registered first: for what a request borrows
 * and gives back at its end. */
void arena_at_end(arena_t *arena, void (*end)(void *what), void *what);

/* Zeroed, aligned for any type. `size` 0 gives a valid pointer. */
void *arena_alloc(arena_t *arena, size_t size);

/* ARENA_NEW(arena, struct x) and ARENA_ARRAY(arena, struct x, n): typed, zeroed; an overflow of
 * n * size aborts. */
#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, n) ((type *)arena_array((arena), (n), sizeof(type)))
void *arena_array(arena_t *arena, size_t n, size_t size);

/* Copies, with a NUL behind the last byte that is not counted. An absent slice stays absent. */
str_t arena_str(arena_t *arena, str_t s);
str_t arena_bytes(arena_t *arena, const void *bytes, size_t len);

/* A NUL-terminated copy for foreign APIs; an absent slice gives "". */
const char *arena_cstr(arena_t *arena, str_t s);

str_t arena_printf(arena_t *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
