/* Compact JWE (RFC 7516, section 7.1) to a client's public key. Encryption only: Tessera decrypts
 * nothing. Any thread; CPU only.
 */
#ifndef TESSERA_JOSE_JWE_H
#define TESSERA_JOSE_JWE_H

#include "base/random.h"
#include "base/result.h"
#include "jose/jwe_alg.h"
#include "jose/jwk.h"

/* The key of a foreign JWK Set to encrypt to: of the algorithm's kind, not for signatures, `alg`
 * (if said) the same, on its curve. A key that names the algorithm goes before one that only says
 * "enc", and that before one that says nothing; else the first of the set. Keys that are malformed,
 * weak or of an unknown kind are passed over (RFC 7517, section 5). False if there is none, or if
 * the set has more than JWKS_KEYS_MAX. */
bool jwe_choose_key(arena_t *arena, const json_t *jwks, enum jwe_alg alg, struct jwk *key_out);

/* What a token is encrypted with. `key` fits `alg`: one that jwe_choose_key gave for it. */
struct jwe_header {
    enum jwe_alg alg;
    enum jwe_enc enc;
    const char *cty; /* "JWT" around a signed token (RFC 7519, section 5.2); NULL: none */
    const struct jwk *key;
};

/* A fresh content key and IV for each token; the key's `kid` stands in the header. RESULT_FAILED
 * for a key that does not fit. */
MUST_USE result_t jwe_encrypt(arena_t *arena, const struct random_source *random,
    const struct jwe_header *header, str_t plaintext, str_t *token_out);

#endif
