/* Compact JWE (RFC 7516, section 7.1) to a client's public key. Encryption only: Tessera decrypts
 * nothing. Any thread; CPU only.
 */
#ifndef TESSERA_JOSE_JWE_H
#define TESSERA_JOSE_JWE_H

#include "base/random.h"
#include "base/result.h"
#include "jose/jwe_alg.h"
#include "jose/jwk.h"

/* The key of a client's set to encrypt to: of the algorithm's kind, not for signatures, `alg` (if
 * said) the same, on its curve. A key that names the algorithm goes before one that only says
 * "enc", and that before one that says nothing; else the first of the set. NULL if there is none.
 */
const struct jwk *jwe_choose_key(const struct jwk *keys, size_t n, enum jwe_alg alg);

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
