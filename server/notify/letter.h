/* Letters: one template a message and language (templates/NAME.LANG.txt), in which the first line
 * is the subject and the rest, behind an empty line, the body: paragraphs between empty lines. Both
 * parts of a mail are made of it, so that they say the same. Immutable once loaded; any thread.
 */
#ifndef TESSERA_NOTIFY_LETTER_H
#define TESSERA_NOTIFY_LETTER_H

#include "base/arena.h"
#include "base/result.h"

#include <jansson.h>

struct letters;

struct letter {
    const char *lang; /* static: the language it came out in */
    str_t subject;
    str_t text; /* plain */
    str_t html; /* a whole document, without anything to fetch */
};

/* Parses every template, each message in each language. RESULT_CORRUPT if one is missing or
 * malformed. Lives in the arena. */
MUST_USE result_t letters_load(arena_t *arena, const struct letters **letters_out);

/* `name` is one of the messages; `locale` a language tag (RFC 5646) or absent: another language
 * than ours becomes English. Values of `view` stand in the letter as text, on one line each. */
MUST_USE result_t letter_write(arena_t *arena, const struct letters *letters, const char *name,
    str_t locale, const json_t *view, struct letter *letter_out);

#endif
