/* Random keys of the service itself (what refresh successors, cookies and the like are derived
 * with): made once, the same on all nodes, kept sealed in the database.
 */
#ifndef TESSERA_CRYPTO_SERVICE_SECRET_H
#define TESSERA_CRYPTO_SERVICE_SECRET_H

#include "base/clock.h"
#include "base/random.h"
#include "crypto/ports.h"
#include "crypto/seal.h"

enum { SERVICE_SECRET_BYTES = 32 };

/* Reads the secret of that name, or makes it; of two nodes that make it at once, both get the one
 * that was written first. RESULT_CORRUPT if the sealing key does not open it. Blocks on the store;
 * at start. The caller wipes `out` when it is done with it. */
MUST_USE result_t service_secret_load(const struct secret_store *store, const struct seal_key *key,
    const struct random_source *random, const struct clock *clock, str_t name,
    uint8_t out[SERVICE_SECRET_BYTES]);

#endif
