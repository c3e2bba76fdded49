/* Imported keys: what signs and verifies. Imported once, immutable afterwards, so any thread may
 * use one; held by references.
 */
#ifndef TESSERA_JOSE_KEY_H
#define TESSERA_JOSE_KEY_H

#include "base/result.h"
#include "jose/jwk.h"

struct jose_key;

/* A private key of the algorithm's kind; `rsa_bits` (2,048 to 8,192) counts for RSA only. Slow for
 * RSA: a tenth of a second and more. Own; jose_key_unref. */
MUST_USE result_t jose_key_generate(
    enum jose_alg alg, unsigned rsa_bits, struct jose_key **key_out);

/* PKCS#8, DER. Seal it before it is written anywhere. RESULT_CORRUPT on reading if it is no sound
 * key of the algorithm's kind. */
MUST_USE result_t jose_key_pkcs8(arena_t *arena, const struct jose_key *key, str_t *der_out);
MUST_USE result_t jose_key_from_pkcs8(enum jose_alg alg, str_t der, struct jose_key **key_out);

/* A public key that verifies. NULL in *key_out if it is no point of its curve or GnuTLS refuses
 * it: the client's mistake. */
MUST_USE result_t jose_key_from_jwk(const struct jwk *jwk, struct jose_key **key_out);

/* The public half, coordinates padded to the curve's size; slices live with the arena. */
MUST_USE result_t jose_key_jwk(arena_t *arena, const struct jose_key *key, struct jwk *jwk_out);

enum jose_kty jose_key_kty(const struct jose_key *key);

struct jose_key *jose_key_ref(struct jose_key *key);
void jose_key_unref(struct jose_key **key); /* NULL inside is fine; sets it to NULL */

#define AUTO_JOSE_KEY __attribute__((cleanup(jose_key_unref))) struct jose_key *

#endif
