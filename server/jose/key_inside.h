/* The inside of an imported key; for this folder only. */
#ifndef TESSERA_JOSE_KEY_INSIDE_H
#define TESSERA_JOSE_KEY_INSIDE_H

#include "crypto/ed25519.h"
#include "jose/alg.h"

#include <gnutls/abstract.h>
#include <stdatomic.h>

struct jose_key {
    atomic_uint references;
    enum jose_kty kty;
    size_t signature_bytes; /* exact: the modulus, or twice the curve's size */

    gnutls_privkey_t private_key; /* NULL in a public key */
    gnutls_pubkey_t public_key;   /* NULL for OKP, which crypto/ed25519.h verifies */

    struct ed25519_key *ed25519; /* private OKP */
    uint8_t ed25519_public[ED25519_PUBLIC_BYTES];
};

#endif
