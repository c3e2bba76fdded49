/* One letter, written: both parts of a mail come from one template, so that they say the same.
 * Pure; any thread; results live in the arena.
 */
#ifndef TESSERA_NOTIFY_LETTER_H
#define TESSERA_NOTIFY_LETTER_H

#include "notify/letters.h"

#include <jansson.h>

/* Whose letters they are; on each of them. */
struct letter_head {
    str_t issuer;
    str_t name;   /* of the service */
    str_t accent; /* #RRGGBB; empty: the built-in one */
};

struct letter {
    const char *language; /* static: the language it came out in */
    str_t subject;        /* one line; absent: an SMS has none */
    str_t text;           /* plain; that of an SMS with a code ends with "@HOST #CODE" */
    str_t html;           /* a whole document, with nothing to fetch; absent: an SMS has none */
};

/* `name` is one of the letters; another language than ours becomes English. `view` holds its
 * values; "link" and "code" of it stand out; "issuer" and "name" are set. Each is text on one line,
 * and a person's name that a mail program would make a link of is left out: whoever typed it may be
 * a stranger to whom reads it. */
MUST_USE result_t letter_write(arena_t *arena, const struct letters *letters,
    const struct letter_head *head, const char *name, str_t locale, json_t *view,
    struct letter *letter_out);

/* "2026-01-31 23:59 UTC": the same in every language, and nobody's clock is guessed. */
void letter_put_time(json_t *view, const char *name, int64_t unix_s);

#endif
