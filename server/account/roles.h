/* Roles: names that stand in tokens and open parts of the administration. Blocks on the store. */
#ifndef TESSERA_ACCOUNT_ROLES_H
#define TESSERA_ACCOUNT_ROLES_H

#include "account/context.h"
#include "account/refusal.h"

#define ACCOUNT_ROLE_OWNER "owner" /* everything; at least one enabled person holds it */

enum { ACCOUNT_ROLE_NAME_MAX = 64 };

/* Lower-case letters, digits, '-', '_', '.' and ':', beginning with a letter. */
bool account_role_name_valid(str_t name);

MUST_USE result_t account_role_list(struct account_context *ctx, str_t **names_out, size_t *n_out);
MUST_USE result_t account_role_add(
    struct account_context *ctx, str_t name, enum account_refusal *refusal_out);
MUST_USE result_t account_role_delete(
    struct account_context *ctx, str_t name, enum account_refusal *refusal_out);

/* *known_out: every word of `roles` is a role. */
MUST_USE result_t account_roles_known(struct account_context *ctx, str_t roles, bool *known_out);

#endif
