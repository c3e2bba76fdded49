/* An address as it travels in SMTP and in header fields: the domain in its ASCII form (RFC 5890),
 * the local part untouched. Pure; any thread.
 */
#ifndef TESSERA_NOTIFY_MAIL_ADDRESS_H
#define TESSERA_NOTIFY_MAIL_ADDRESS_H

#include "base/mailbox.h"

/* False if the domain cannot be a name in the DNS. */
bool mail_address(arena_t *arena, const struct mailbox *mailbox, str_t *address_out);

#endif
