#include "crypto/digest.h"

#include "base/base64url.h"

#include <sodium.h>

void digest_sha256(str_t data, uint8_t out[DIGEST_SHA256_BYTES])
{
    crypto_hash_sha256(out, (const unsigned char *)data.ptr, data.len);
}

void digest_sha512(str_t data, uint8_t out[DIGEST_SHA512_BYTES])
{
    crypto_hash_sha512(out, (const unsigned char *)data.ptr, data.len);
}

void digest_hmac_sha256(
    const void *key, size_t key_len, str_t data, uint8_t out[DIGEST_SHA256_BYTES])
{
    crypto_auth_hmacsha256_state state;

    crypto_auth_hmacsha256_init(&state, key, key_len);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)data.ptr, data.len);
    crypto_auth_hmacsha256_final(&state, out);
    sodium_memzero(&state, sizeof state);
}

str_t digest_token(arena_t *arena, str_t text)
{
    uint8_t digest[DIGEST_SHA256_BYTES];

    digest_sha256(text, digest);
    return base64url_encode(arena, digest, sizeof digest);
}

bool digest_equal(str_t a, str_t b)
{
    return a.len == b.len && (a.len == 0 || sodium_memcmp(a.ptr, b.ptr, a.len) == 0);
}
