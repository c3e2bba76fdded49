/* The applications that may act for a person: what they allowed on the consent page, and who holds
 * tokens without having had to ask. All functions block on the store.
 */
#ifndef TESSERA_ACCOUNT_CONNECTIONS_H
#define TESSERA_ACCOUNT_CONNECTIONS_H

#include "account/context.h"
#include "account/refusal.h"

/* In the order of client ids, behind `page`. *more_out: there are others behind the last. */
MUST_USE result_t account_connections_list(struct account_context *ctx, str_t user_id,
    const struct account_page *page, const struct account_connection **connections_out,
    size_t *n_out, bool *more_out);

/* Takes back consent and grants; the application is told if it asked to be (OpenID Connect
 * Back-Channel Logout 1.0). ACCOUNT_CLIENT_UNKNOWN if there is neither. */
MUST_USE result_t account_connection_end(
    struct account_context *ctx, str_t user_id, str_t client_id, enum account_refusal *refusal_out);

#endif
