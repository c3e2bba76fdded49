/* What is registered (clients and scopes), parsed once and shared by all requests until something
 * of it changes. The database's generation says so, read once a request: what one node registers,
 * changes or disables, every node knows at its next request. Nothing negative is kept.
 *
 * A registry may be used by any thread. What it answers lives as long as the context's arena.
 */
#ifndef TESSERA_OAUTH_REGISTRY_H
#define TESSERA_OAUTH_REGISTRY_H

#include "oauth/client.h"
#include "oauth/scope.h"

/* Clients kept at most, and the bytes of their metadata: past either it starts anew. */
enum { OAUTH_REGISTRY_CLIENTS_MAX = 512, OAUTH_REGISTRY_BYTES_MAX = 4 * 1024 * 1024 };

/* Own. */
struct oauth_registry *oauth_registry_new(void);
void oauth_registry_free(struct oauth_registry **registry);

/* NULL in *client_out if there is no such client; a disabled one is found. */
MUST_USE result_t oauth_client_find(
    struct oauth_context *ctx, str_t client_id, const struct oauth_client **client_out);

MUST_USE result_t scope_catalogue_load(
    struct oauth_context *ctx, struct scope_catalogue *catalogue_out);

#endif
