/* Header fields of a mail: texts as encoded words where they are not plain (RFC 2047), names in
 * quotes (RFC 5322), lines of at most 76 characters. Whatever stands in a value, a field stays one
 * field. Pure; any thread; results live in the arena.
 */
#ifndef TESSERA_NOTIFY_MAIL_HEADER_H
#define TESSERA_NOTIFY_MAIL_HEADER_H

#include "base/mailbox.h"

/* "Subject: ..." without the line's end; folded ones hold line ends of their own. `text` is UTF-8;
 * control characters become spaces. */
str_t mail_header_text(arena_t *arena, const char *name, str_t text);

/* "From: Name <address>"; `address` as it travels. */
str_t mail_header_mailbox(arena_t *arena, const char *name, str_t display, str_t address);

/* "Date: Tue, 14 Nov 2023 22:13:20 +0000" */
str_t mail_header_date(arena_t *arena, int64_t unix_s);

#endif
