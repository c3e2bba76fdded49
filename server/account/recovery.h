/* A new password for who has lost theirs, by proof of the address (security.md: OWASP
 * ASVS 5.0, 6.4; NIST SP 800-63B-4, 4.2). Nothing here tells whether anybody has an address: a
 * known one, an unknown one and a disabled person's get a proof each, by the same statements; only
 * the letter is missing. A second factor stays: the person signs in with the new password, and with
 * it. Blocks on the store and on the slow hash (RESULT_BUSY).
 */
#ifndef TESSERA_ACCOUNT_RECOVERY_H
#define TESSERA_ACCOUNT_RECOVERY_H

#include "account/context.h"
#include "account/refusal.h"

struct account_recovery {
    str_t id;       /* of the proof, for account_recovery_finish with a code */
    int64_t wait_s; /* not 0: too many were asked for, and nothing was done */
};

/* `email` foreign; ACCOUNT_EMAIL_INVALID for what is no address. */
MUST_USE result_t account_recovery_begin(struct account_context *ctx, str_t email, str_t locale,
    struct account_recovery *recovery_out, enum account_refusal *refusal_out);

/* Whether the link still works; looks only. */
MUST_USE result_t account_recovery_open(struct account_context *ctx, str_t token, bool *open_out);

/* Either the link's token, or the id and the code as typed. */
struct account_recovery_answer {
    str_t token;
    str_t id;
    str_t code;
    str_t password;
};

/* Judges the password as far as it can without the person, then takes a try of the code. All
 * sessions and grants end, the account's lock opens, the person is told by mail. */
MUST_USE result_t account_recovery_finish(struct account_context *ctx,
    const struct account_recovery_answer *answer, enum account_refusal *refusal_out);

#endif
