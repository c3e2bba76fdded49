/* Administration of clients. Blocks on the store. What a caller did wrong is *refusal_out, and for
 * ACCOUNT_METADATA_INVALID *problem_out says which member and why; nothing was written then.
 */
#ifndef TESSERA_ACCOUNT_CLIENTS_H
#define TESSERA_ACCOUNT_CLIENTS_H

#include "account/client_metadata.h"
#include "account/context.h"
#include "account/refusal.h"

struct account_client {
    const struct oauth_client_record *record;
    str_t secret; /* 256 bits, base64url; only when it was just made, and shown this once */
};

/* `metadata`: RFC 7591 names, as given; defaults by type are added. Its sector_identifier_uri is
 * fetched, so this may block for seconds; an update fetches it when it or the redirect URIs change.
 * A secret is made when the authentication method needs one. */
MUST_USE result_t account_client_add(struct account_context *ctx, enum oauth_client_type type,
    const json_t *metadata, struct account_client *client_out, enum account_refusal *refusal_out,
    struct client_metadata_problem *problem_out);

/* NULL in *client_out if there is none. */
MUST_USE result_t account_client_find(
    struct account_context *ctx, str_t client_id, const struct oauth_client_record **client_out);

/* As account_user_list. */
MUST_USE result_t account_client_list(struct account_context *ctx, str_t after, size_t limit,
    const struct oauth_client_record **clients_out, size_t *n_out, str_t *next_out);

/* Members of `changes` replace those that stand; null takes one away (its default returns).
 * `enabled` NULL: stays; false revokes the client's grants. A secret is made when the client
 * changes to a method that needs one, and forgotten when it changes to one that does not. */
MUST_USE result_t account_client_update(struct account_context *ctx, str_t client_id,
    const json_t *changes, const bool *enabled, struct account_client *client_out,
    enum account_refusal *refusal_out, struct client_metadata_problem *problem_out);

/* The old secret is dead when this returns. */
MUST_USE result_t account_client_rotate_secret(struct account_context *ctx, str_t client_id,
    struct account_client *client_out, enum account_refusal *refusal_out);

MUST_USE result_t account_client_delete(
    struct account_context *ctx, str_t client_id, enum account_refusal *refusal_out);

#endif
