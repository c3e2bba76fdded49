/* A mailbox as operators and people write it: "ada@example.com", "Ada <ada@example.com>",
 * "\"Lovelace, Ada\" <ada@example.com>" (RFC 5322, section 3.4; RFC 6532 for letters beyond ASCII).
 * Addresses in their common form: an unquoted local part and a domain name. Nothing in one can end
 * a line, a command or an address. Pure; any thread.
 */
#ifndef TESSERA_BASE_MAILBOX_H
#define TESSERA_BASE_MAILBOX_H

#include "base/arena.h"

/* RFC 5321, section 4.5.3.1; a name is bounded by what we would show. */
enum { MAILBOX_ADDRESS_MAX = 254, MAILBOX_LOCAL_MAX = 64, MAILBOX_NAME_MAX = 200 };

struct mailbox {
    str_t name; /* absent: none; without quotes */
    str_t local;
    str_t domain; /* as written: may hold letters beyond ASCII */
};

/* False if it is anything else. Slices borrow `text`, but for a quoted name. */
bool mailbox_parse(arena_t *arena, str_t text, struct mailbox *mailbox_out);

#endif
