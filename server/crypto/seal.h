/* Secrets at rest that must be read back (signing keys, second factor seeds): authenticated
 * encryption with a key that is not in the database.
 *
 * XChaCha20-Poly1305 with a random nonce. A sealed blob is: version byte, 24 bytes of nonce,
 * ciphertext and tag. The associated data says what it is for and whose ("signing_key:ES256:KID"),
 * so that a blob cannot be moved to another row. A key is immutable: any thread may use it.
 */
#ifndef TESSERA_CRYPTO_SEAL_H
#define TESSERA_CRYPTO_SEAL_H

#include "base/arena.h"
#include "base/result.h"

enum { SEAL_KEY_BYTES = 32, SEAL_OVERHEAD_BYTES = 1 + 24 + 16 };

/* The value that documentation shows; no key file may hold it. */
#define SEAL_KEY_SAMPLE "c2FtcGxlLXNlYWxpbmcta2V5LWRvLW5vdC11c2UtaXQ="

/* Lives in locked memory that is left out of core dumps. */
struct seal_key;

/* Reads the key file: 32 bytes as base64, white space at the end allowed. Refused, each with a
 * text of its own: a missing or special file, one that group or others may read or write, another
 * length, the documented sample, a key whose bytes are all the same. Blocks on the disk.
 * RESULT_FAILED for all of them. Own; seal_key_free. */
MUST_USE result_t seal_key_load(const char *path, struct seal_key **key_out);

/* Writes a new random key file, mode 0600, on disk when it returns. RESULT_CONFLICT if the path
 * exists: a key is never overwritten. */
MUST_USE result_t seal_key_create(const char *path);

/* From bytes in hand; tests and key derivation. Aborts without locked memory. Own. */
struct seal_key *seal_key_new(const uint8_t bytes[SEAL_KEY_BYTES]);
void seal_key_free(struct seal_key **key); /* NULL inside is fine; sets it to NULL */

#define AUTO_SEAL_KEY __attribute__((cleanup(seal_key_free))) struct seal_key *

/* `plain` sealed for `aad`, SEAL_OVERHEAD_BYTES longer. Cannot fail. */
str_t seal(arena_t *arena, const struct seal_key *key, str_t aad, str_t plain);

/* RESULT_CORRUPT if it was not sealed with this key for this `aad`, or was changed since. */
MUST_USE result_t seal_open(
    arena_t *arena, const struct seal_key *key, str_t aad, str_t sealed, str_t *plain_out);

#endif
