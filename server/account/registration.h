/* People who make an account of their own. Nobody exists before the address is proven: what was
 * typed waits in a proof (account/proof.h) and goes with it, so a stranger can neither plant a
 * password at somebody's address nor void the owner's link, and what is abandoned cleans itself up.
 * Whoever proves the address is the one whose names and password count.
 *
 * A known address is answered like an unknown one, with the same work: its proof can never be
 * spent, and the letter tells the owner. Blocks on the store and the slow hash (RESULT_BUSY).
 */
#ifndef TESSERA_ACCOUNT_REGISTRATION_H
#define TESSERA_ACCOUNT_REGISTRATION_H

#include "account/new_user.h"
#include "account/proof.h"

/* Whether anybody may register. Pure. */
bool account_registration_open(const struct account_settings *settings);

struct account_registration {
    enum account_refusal refusal; /* ACCOUNT_DONE: a letter is on its way */
    int64_t wait_s; /* until another letter may be asked for; with ACCOUNT_SEND_LATER */
    str_t proof_id; /* by which its code is tried: the browser's secret */
};

/* `typed` in full; `locale` is the language of the letter. The password is judged before anything
 * is looked up. */
MUST_USE result_t account_register(struct account_context *ctx,
    const struct account_new_user *typed, str_t locale, struct account_registration *out);

/* The same letter anew: link and code of the one before are void. ACCOUNT_PROOF_OVER if there is
 * nothing to send again. */
MUST_USE result_t account_register_again(
    struct account_context *ctx, str_t proof_id, str_t locale, struct account_registration *out);

/* The address that waits for its proof; absent if there is none. */
MUST_USE result_t account_registration_email(
    struct account_context *ctx, const struct account_proof *proof, str_t *email_out);

/* Spends a proof that was found by its link or whose code was right: the person exists from here
 * on, with a verified address. ACCOUNT_PROOF_OVER if another was faster. Of many at once one wins.
 */
MUST_USE result_t account_register_finish(struct account_context *ctx,
    const struct account_proof *proof, str_t *user_id_out, enum account_refusal *refusal_out);

#endif
