/* The key that secrets at rest are sealed with (crypto/seal.h): a file beside the database, never
 * in it. A key is immutable: any thread may use it.
 */
#ifndef TESSERA_CRYPTO_SEAL_KEY_H
#define TESSERA_CRYPTO_SEAL_KEY_H

#include "base/arena.h"
#include "base/result.h"

enum { SEAL_KEY_BYTES = 32 };

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

/* For this folder only. */
const uint8_t *seal_key_bytes(const struct seal_key *key);

#endif
