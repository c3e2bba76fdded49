/* Unicode text in the forms that are compared (UAX 15, UAX 31). Pure; any thread; results live in
 * the arena, working copies are wiped where the library lets us.
 */
#ifndef TESSERA_BASE_UNICODE_H
#define TESSERA_BASE_UNICODE_H

#include "base/arena.h"

/* NFKC: one form for composed, full-width and compatibility spellings. Up to 18 times as long as
 * `text`. False if it is no UTF-8. */
bool unicode_nfkc(arena_t *arena, str_t text, str_t *out);

/* NFKC without case: texts that differ in case or form only give the same bytes. */
bool unicode_fold(arena_t *arena, str_t text, str_t *out);

/* Code points of a text that is known to be UTF-8. */
size_t unicode_length(str_t text);

/* Non-ASCII text of a name: letters, marks and digits that one can see. False for spaces, symbols,
 * controls, ignorable characters (zero width), and for what is no UTF-8; ASCII passes. */
bool unicode_is_name_text(str_t text);

#endif
