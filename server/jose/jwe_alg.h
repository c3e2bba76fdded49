/* The algorithms of encryption that Tessera speaks (RFC 7518, sections 4.1 and 5.1), and nothing
 * else: "dir", RSA1_5, key wrapping and CBC are no members, so no registration can name them.
 */
#ifndef TESSERA_JOSE_JWE_ALG_H
#define TESSERA_JOSE_JWE_ALG_H

#include "jose/alg.h"

/* How the content's key reaches the recipient. */
enum jwe_alg { JWE_RSA_OAEP_256, JWE_ECDH_ES };
enum { JWE_ALG_COUNT = 2 };

/* How the content is encrypted. */
enum jwe_enc { JWE_A128GCM, JWE_A256GCM };
enum { JWE_ENC_COUNT = 2, JWE_ENC_KEY_BYTES_MAX = 32 };

const char *jwe_alg_name(enum jwe_alg alg);
enum jose_kty jwe_alg_kty(enum jwe_alg alg);
const char *jwe_enc_name(enum jwe_enc enc);
size_t jwe_enc_key_bytes(enum jwe_enc enc);

/* Exact, by case: false for every other text. */
bool jwe_alg_from_name(str_t name, enum jwe_alg *alg_out);
bool jwe_enc_from_name(str_t name, enum jwe_enc *enc_out);

#endif
