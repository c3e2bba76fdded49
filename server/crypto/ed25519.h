/* Ed25519 (RFC 8032), pure: the context and pre-hash forms are not spoken. Any thread. */
#ifndef TESSERA_CRYPTO_ED25519_H
#define TESSERA_CRYPTO_ED25519_H

#include "base/str.h"

enum { ED25519_PUBLIC_BYTES = 32, ED25519_SEED_BYTES = 32, ED25519_SIGNATURE_BYTES = 64 };

/* A private key in locked memory; immutable. */
struct ed25519_key;

/* NULL without locked memory. Own; ed25519_key_free. */
struct ed25519_key *ed25519_key_from_seed(const uint8_t seed[ED25519_SEED_BYTES]);
void ed25519_key_free(struct ed25519_key **key); /* NULL inside is fine; sets it to NULL */

void ed25519_sign(
    const struct ed25519_key *key, str_t message, uint8_t signature_out[ED25519_SIGNATURE_BYTES]);

/* False also for public keys of small order and for encodings that are not canonical. */
bool ed25519_verify(const uint8_t public_key[ED25519_PUBLIC_BYTES], str_t message, str_t signature);

/* A canonical encoding of a point of the main subgroup. */
bool ed25519_public_is_sound(const uint8_t public_key[ED25519_PUBLIC_BYTES]);

#endif
