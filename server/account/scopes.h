/* Registered scopes: each stands for a power over one API, its audience. Blocks on the store. */
#ifndef TESSERA_ACCOUNT_SCOPES_H
#define TESSERA_ACCOUNT_SCOPES_H

#include "account/context.h"
#include "account/refusal.h"

enum {
    ACCOUNT_SCOPE_NAME_MAX = 128,
    ACCOUNT_AUDIENCE_MAX = 512,
    ACCOUNT_DESCRIPTION_MAX = 512, /* bytes */
};

MUST_USE result_t account_scope_list(
    struct account_context *ctx, const struct oauth_scope_record **scopes_out, size_t *n_out);

/* `name`: a scope-token of RFC 6749 3.3 that is none of the standard ones; `audience`: an absolute
 * URI without a fragment (RFC 8707, section 2); `description` may be absent. */
MUST_USE result_t account_scope_add(struct account_context *ctx,
    const struct oauth_scope_record *scope, enum account_refusal *refusal_out);
MUST_USE result_t account_scope_delete(
    struct account_context *ctx, str_t name, enum account_refusal *refusal_out);

#endif
