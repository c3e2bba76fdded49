/* A borrowed slice of bytes. Never relies on a NUL; an absent value has ptr NULL, an empty one
 * does not. All functions are pure and may be called from any thread.
 */
#ifndef TESSERA_BASE_STR_H
#define TESSERA_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    const char *ptr;
    size_t len;
} str_t;

/* A slice of a string literal, usable in static initialisers. */
#define STR_INIT(literal)                                                                          \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }
#define STR(literal) ((str_t)STR_INIT(literal))
#define STR_NONE ((str_t){NULL, 0})

/* printf("%.*s", STR_ARG(s)) */
#define STR_ARG(s) (int)(s).len, ((s).ptr ? (s).ptr : "")

str_t str_from_cstr(const char *text); /* NULL gives STR_NONE */

static inline bool str_present(str_t s)
{
    return s.ptr != NULL;
}

bool str_eq(str_t a, str_t b); /* bytes; not constant-time: secrets go through crypto_equal */
/* Byte by byte, like memcmp; a beginning stands before what it begins. */
int str_compare(str_t a, str_t b);
bool str_eq_ci(str_t a, str_t b); /* ASCII letters without case */
bool str_starts_with(str_t s, str_t prefix);
bool str_ends_with(str_t s, str_t suffix);
bool str_contains_char(str_t s, char c);

/* From `from` to the end; the empty slice when `from` is past it. */
str_t str_from(str_t s, size_t from);
str_t str_first(str_t s, size_t len);

/* Without spaces and tabs at both ends. */
str_t str_trim(str_t s);

/* Cuts the part before the first `sep` off `rest` into `part_out`; the last part is what remains.
 * Returns false once the last part is taken. "a b" by ' ' gives "a", "b"; "a " gives "a", ""; ""
 * gives one empty part; an absent slice gives none.
 */
bool str_next(str_t *rest, char sep, str_t *part_out);

/* True if `word` is one of the space-separated words of `list` (scope, prompt, acr_values). */
bool str_list_has(str_t list, str_t word);

/* A borrowed list of slices. */
typedef struct {
    const str_t *items;
    size_t n;
} str_array_t;

bool str_array_has(str_array_t array, str_t item);

/* Decimal digits only, at most 18 of them; false for anything else. */
bool str_to_int64(str_t s, int64_t *value_out);

/* Valid UTF-8 (RFC 3629: no surrogates, no overlong forms) without NUL. */
bool str_is_utf8(str_t s);

/* No control characters (C0, DEL) and valid UTF-8. */
bool str_is_clean_utf8(str_t s);

/* The same with tabs and line ends, as text areas send them. */
bool str_is_text_utf8(str_t s);

#endif
