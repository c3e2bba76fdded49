/* SHA-2, HMAC and constant-time comparison. Pure; any thread. The one part of crypto/ that the
 * core may use: none of these can fail or block.
 */
#ifndef TESSERA_CRYPTO_DIGEST_H
#define TESSERA_CRYPTO_DIGEST_H

#include "base/arena.h"

enum { DIGEST_SHA256_BYTES = 32, DIGEST_SHA512_BYTES = 64 };

/* FIPS 180-4. */
void digest_sha256(str_t data, uint8_t out[DIGEST_SHA256_BYTES]);
void digest_sha512(str_t data, uint8_t out[DIGEST_SHA512_BYTES]);

/* RFC 2104 over SHA-256. */
void digest_hmac_sha256(
    const void *key, size_t key_len, str_t data, uint8_t out[DIGEST_SHA256_BYTES]);

/* base64url of the SHA-256 of `text`: how codes, tokens, cookies and links are kept, and what
 * S256 makes of a verifier (RFC 7636, section 4.6). */
str_t digest_token(arena_t *arena, str_t text);

/* In time that depends on the lengths only; texts of different length are unequal. */
bool digest_equal(str_t a, str_t b);

#endif
