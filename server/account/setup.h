/* The first administrator: whoever holds the one-time link becomes the owner. The link is 256 bits,
 * kept as a digest, alive for an hour, spent in the same transaction that adds the person. Blocks
 * on the store, and on the slow hash when the owner is made.
 */
#ifndef TESSERA_ACCOUNT_SETUP_H
#define TESSERA_ACCOUNT_SETUP_H

#include "account/users.h"

enum { ACCOUNT_SETUP_LINK_S = 3600 };

/* *url_out: issuer + "/ui/setup?token=...". ACCOUNT_SETUP_OVER once there is a person, unless
 * `recovery` says that an operator at the machine asked for it (admin setup-link). */
MUST_USE result_t account_setup_link(
    struct account_context *ctx, bool recovery, str_t *url_out, enum account_refusal *refusal_out);

/* Whether the page may be shown for this token: unused, unexpired. Spends nothing. */
MUST_USE result_t account_setup_open(struct account_context *ctx, str_t token, bool *open_out);

/* Makes the owner, with a verified address, from what the page posted; `roles` and
 * `email_verified` of `owner` are not read. Of two posts with one link one wins, the other gets
 * ACCOUNT_SETUP_LINK_INVALID. */
MUST_USE result_t account_setup_finish(struct account_context *ctx, str_t token,
    const struct account_new_user *owner, const struct oauth_subject **user_out,
    enum account_refusal *refusal_out);

#endif
