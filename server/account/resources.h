/* APIs that access tokens are for: each is the audience of some scopes, and may say how it wants
 * its tokens. Blocks on the store. */
#ifndef TESSERA_ACCOUNT_RESOURCES_H
#define TESSERA_ACCOUNT_RESOURCES_H

#include "account/context.h"
#include "account/refusal.h"

/* By audience; what was not set is absent. */
MUST_USE result_t account_resource_list(
    struct account_context *ctx, const struct account_resource **resources_out, size_t *n_out);

/* What is present in `changes` is set; "default" takes a setting away. Tokens issued from then on
 * follow. */
MUST_USE result_t account_resource_update(struct account_context *ctx,
    const struct account_resource *changes, struct account_resource *resource_out,
    enum account_refusal *refusal_out);

#endif
