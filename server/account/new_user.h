/* Adding a person, for an administrator and for the setup link alike; within account/ only. */
#ifndef TESSERA_ACCOUNT_NEW_USER_H
#define TESSERA_ACCOUNT_NEW_USER_H

#include "account/context.h"
#include "account/refusal.h"

/* As given; foreign. Lists are space-separated words. */
struct account_new_user {
    str_t email;
    str_t given_name;
    str_t family_name;
    str_t password;
    bool email_verified;
    str_t roles; /* may be absent */
};

/* One line of text, not blank, of at most 100 characters. */
bool account_name_valid(str_t name);

/* Judges `user`, hashes the password and adds the person. `setup_digest` present: spends that link
 * in the same transaction; ACCOUNT_SETUP_LINK_INVALID if it is gone. */
MUST_USE result_t account_new_user_add(struct account_context *ctx,
    const struct account_new_user *user, str_t setup_digest, const struct oauth_subject **user_out,
    enum account_refusal *refusal_out);

/* What a refused write means: the address is taken, or something else is missing (`other`). */
MUST_USE result_t account_explain_conflict(struct account_context *ctx, str_t email_canonical,
    str_t user_id, enum account_refusal other, enum account_refusal *refusal_out);

#endif
