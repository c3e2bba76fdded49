/* Secrets at rest that must be read back (signing keys, second factor seeds): authenticated
 * encryption with a key that is not in the database.
 *
 * XChaCha20-Poly1305 with a random nonce. A sealed blob is: version byte, 24 bytes of nonce,
 * ciphertext and tag. The associated data says what it is for and whose ("signing_key:ES256:KID"),
 * so that a blob cannot be moved to another row.
 */
#ifndef TESSERA_CRYPTO_SEAL_H
#define TESSERA_CRYPTO_SEAL_H

#include "crypto/seal_key.h"

enum { SEAL_OVERHEAD_BYTES = 1 + 24 + 16 };

/* `plain` sealed for `aad`, SEAL_OVERHEAD_BYTES longer. Cannot fail. */
str_t seal(arena_t *arena, const struct seal_key *key, str_t aad, str_t plain);

/* RESULT_CORRUPT if it was not sealed with this key for this `aad`, or was changed since. */
MUST_USE result_t seal_open(
    arena_t *arena, const struct seal_key *key, str_t aad, str_t sealed, str_t *plain_out);

#endif
