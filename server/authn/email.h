/* The one canonical form of an e-mail address: what is compared, indexed and counted. Mail itself
 * goes to the address as it was entered.
 */
#ifndef TESSERA_AUTHN_EMAIL_H
#define TESSERA_AUTHN_EMAIL_H

#include "base/arena.h"

enum { AUTHN_EMAIL_MAX_BYTES = 254, AUTHN_EMAIL_LOCAL_MAX_BYTES = 64 }; /* RFC 5321 4.5.3.1 */

/* Trimmed, NFKC (full-width and compatibility forms), both parts case-folded, the domain in its
 * ASCII form (IDNA 2008 by UTS 46, non-transitional). False if it is no address that mail could
 * reach: an unquoted dot-atom of RFC 5321 4.1.2 or RFC 6531 3.3 before the '@', a domain name of
 * two labels or more behind it. Two spellings of one address give the same bytes. Does not block;
 * any thread. */
bool authn_email_canonical(arena_t *arena, str_t email, str_t *canonical_out);

#endif
