/* Administration of people. All functions block on the store, those that take a password on the
 * slow hash too (RESULT_BUSY when its slots are taken). What a caller did wrong is *refusal_out;
 * nothing was written then.
 */
#ifndef TESSERA_ACCOUNT_USERS_H
#define TESSERA_ACCOUNT_USERS_H

#include "account/new_user.h"

/* *user_out is set when *refusal_out is ACCOUNT_DONE. */
MUST_USE result_t account_user_add(struct account_context *ctx, const struct account_new_user *user,
    const struct oauth_subject **user_out, enum account_refusal *refusal_out);

/* By id or by address in any spelling; NULL in *user_out if there is none. */
MUST_USE result_t account_user_find(
    struct account_context *ctx, str_t id_or_email, const struct oauth_subject **user_out);

/* In the order of ids. `after`: *next_out of the page before, or absent. *next_out absent: this was
 * the last. `limit` 0: ACCOUNT_PAGE_MAX. */
MUST_USE result_t account_user_list(struct account_context *ctx, str_t after, size_t limit,
    const struct oauth_subject **users_out, size_t *n_out, str_t *next_out);

/* Absent members stay as they are. A new address is unverified unless `email_verified` says
 * otherwise. */
struct account_user_change {
    str_t email;
    str_t given_name;
    str_t family_name;
    const bool *email_verified;
    const bool *enabled; /* false ends sessions and grants in the same transaction */
    str_t add_roles;
    str_t remove_roles;
};

MUST_USE result_t account_user_update(struct account_context *ctx, str_t id_or_email,
    const struct account_user_change *change, const struct oauth_subject **user_out,
    enum account_refusal *refusal_out);

/* Ends all sessions and grants of the person but `except_session` (may be absent). */
MUST_USE result_t account_user_set_password(struct account_context *ctx, str_t id_or_email,
    str_t password, str_t except_session, enum account_refusal *refusal_out);

/* Opens an account that wrong passwords locked. Who is disabled stays so. */
MUST_USE result_t account_user_unlock(struct account_context *ctx, str_t id_or_email,
    const struct oauth_subject **user_out, enum account_refusal *refusal_out);

MUST_USE result_t account_user_delete(
    struct account_context *ctx, str_t id_or_email, enum account_refusal *refusal_out);

#endif
