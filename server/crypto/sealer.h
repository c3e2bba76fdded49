/* The core's port to what is kept sealed. */
#ifndef TESSERA_CRYPTO_SEALER_H
#define TESSERA_CRYPTO_SEALER_H

#include "crypto/seal.h"
#include "oauth/ports.h"

/* Borrows the key. */
struct oauth_sealer sealer_of(const struct seal_key *key);

#endif
