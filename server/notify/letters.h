/* Which letters there are, and in which languages: one template each (templates/NAME.LANG.txt). An
 * operator's folder may hold some of its own, under the same names. Immutable once opened; any
 * thread.
 *
 * A mail's first line is its subject, the rest, behind an empty line, its body. In the body, a line
 * that is nothing but {{link}} becomes a button, which says what the line above it says, and a line
 * that is nothing but {{code}} stands out. An SMS is all body.
 */
#ifndef TESSERA_NOTIFY_LETTERS_H
#define TESSERA_NOTIFY_LETTERS_H

#include "base/arena.h"
#include "base/result.h"

struct template;
struct letters;

/* `folder` (empty: none) is the operator's. RESULT_CORRUPT if something is wrong with a template:
 * *problem_out, in the arena, says with which file and what. Own. */
MUST_USE result_t letters_open(
    str_t folder, arena_t *arena, str_t *problem_out, struct letters **letters_out);
void letters_free(struct letters **letters); /* NULL inside is fine; sets it to NULL */

/* The language of ours that `locale` (RFC 5646; may be absent) asks for, else English. Static. */
const char *letters_language(str_t locale);

/* NULL if there is no such letter in this language (static texts of ours). */
const struct template *letters_find(
    const struct letters *letters, const char *name, const char *language);

bool letters_is_sms(const char *name);

/* What the HTML part of a mail stands in (templates/frame.html). */
const struct template *letters_frame(const struct letters *letters);

#endif
