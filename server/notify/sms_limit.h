/* How many SMS may go out, so that nobody earns by having us send them (SMS pumping): by number, by
 * the block of numbers around it, by who asks, and in all; each a day (UTC). Counted in the
 * database by the throttles of signing in, so on all nodes together. Blocks on the store; any
 * thread.
 */
#ifndef TESSERA_NOTIFY_SMS_LIMIT_H
#define TESSERA_NOTIFY_SMS_LIMIT_H

#include "authn/ports.h"

struct sms_limits {
    int64_t number;  /* to one number */
    int64_t prefix;  /* to the numbers that differ in their last SMS_BLOCK_DIGITS digits only */
    int64_t address; /* asked for from one network address */
    int64_t all;
};

enum { SMS_BLOCK_DIGITS = 4 };

/* Counts one SMS to `number` (E.164), asked for from `address` (for counting; absent: not known),
 * unless one of the limits is reached. What is refused does not count against the limits behind
 * it: address, number, prefix, all. */
MUST_USE result_t sms_limit_count(arena_t *arena, const struct authn_store *throttles,
    const struct sms_limits *limits, str_t number, str_t address, int64_t now, bool *allowed_out);

#endif
