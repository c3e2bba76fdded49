/* RSAES-OAEP encryption with SHA-256 and its MGF1, without a label (RFC 8017, section 7.1.1): what
 * RFC 7518, section 4.3 calls RSA-OAEP-256. GnuTLS and nettle of today have none. For this folder
 * only.
 */
#ifndef TESSERA_JOSE_OAEP_H
#define TESSERA_JOSE_OAEP_H

#include "base/random.h"

/* The largest message that a key of 2,048 bits takes. */
enum { OAEP_MESSAGE_MAX = 190 };

/* `n` and `e` as struct jwk has them: n odd, without leading zeros, of 2,048 bits or more. The
 * ciphertext is as long as the modulus. */
str_t oaep_encrypt(
    arena_t *arena, const struct random_source *random, str_t n, str_t e, str_t message);

#endif
