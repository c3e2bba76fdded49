/* Telephone numbers in the one form that is kept, compared and sent to: E.164 with its plus sign.
 */
#ifndef TESSERA_AUTHN_PHONE_H
#define TESSERA_AUTHN_PHONE_H

#include "base/arena.h"

/* E.164: a country code, which does not begin with 0, and at most 15 digits in all. Shorter than
 * the least is nobody's number with its country code. */
enum { AUTHN_PHONE_DIGITS_MIN = 7, AUTHN_PHONE_DIGITS_MAX = 15 };

/* Full-width digits are digits; spaces, '-', '.', '/' and brackets between them do not count. False
 * if it does not begin with a plus sign, or is no number. Does not block; any thread. */
bool authn_phone_canonical(arena_t *arena, str_t typed, str_t *number_out);

#endif
