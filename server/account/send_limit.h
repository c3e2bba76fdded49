/* How often a letter with a link or a code may be asked for by people who have not signed in, so
 * that nobody is buried in our mail: a pause that grows between two letters to one address from one
 * place, a bound a day for the address from wherever, and one for whoever asks. Known and unknown
 * addresses count alike, by their digest. Blocks on the store.
 */
#ifndef TESSERA_ACCOUNT_SEND_LIMIT_H
#define TESSERA_ACCOUNT_SEND_LIMIT_H

#include "account/context.h"

enum {
    ACCOUNT_SEND_PAUSE_S = 60,       /* behind the first letter; doubles with each further one */
    ACCOUNT_SEND_PAUSE_MAX_S = 3600, /* up to this */
    ACCOUNT_SEND_TARGET_DAILY = 20,
    ACCOUNT_SEND_ADDRESS_DAILY = 100,
};

struct account_send_leave {
    bool allowed;
    int64_t wait_s; /* not allowed: until it may be tried again; allowed: until the next one may */
};

/* Counts one letter for `purpose` (a word of the caller's: those that share it share the limit) to
 * `target`, the canonical address. What is refused does not count. */
MUST_USE result_t account_send_count(struct account_context *ctx, const char *purpose, str_t target,
    struct account_send_leave *leave_out);

#endif
