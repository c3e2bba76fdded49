/* Which origins may read our answers from a browser: those of the redirect URIs of enabled clients.
 */
#ifndef TESSERA_HTTP_CLIENT_ORIGINS_H
#define TESSERA_HTTP_CLIENT_ORIGINS_H

#include "account/ports.h"
#include "http/cors.h"

/* Borrows the store. */
struct http_cors_origins http_client_origins(const struct account_store *store);

#endif
