#include "jose/oaep.h"

#include "crypto/digest.h"
#include "jose/number.h"

#include <assert.h>
#include <nettle/pss-mgf1.h>
#include <nettle/sha2.h>
#include <string.h>

enum { HASH = DIGEST_SHA256_BYTES, N_BYTES_MIN = OAEP_MESSAGE_MAX + 2 * HASH + 2 };

/* MGF1 of appendix B.2.1, laid over `target`. */
static void mask(arena_t *arena, const uint8_t *seed, size_t seed_len, uint8_t *target, size_t len)
{
    struct sha256_ctx hash;
    uint8_t *bytes = arena_alloc(arena, len);
    sha256_init(&hash);
    sha256_update(&hash, seed_len, seed);
    pss_mgf1(&hash, &nettle_sha256, len, bytes);
    for (size_t i = 0; i < len; i++)
        target[i] ^= bytes[i];
}

/* EME-OAEP encoding, step 2: 0x00, masked seed, masked data block. */
static str_t encode(
    arena_t *arena, const struct random_source *random, size_t n_bytes, str_t message)
{
    uint8_t *encoded = arena_alloc(arena, n_bytes);
    uint8_t *seed = encoded + 1, *block = seed + HASH;
    size_t block_len = n_bytes - HASH - 1;
    random->fill(random->self, seed, HASH);
    digest_sha256(STR(""), block);
    block[block_len - message.len - 1] = 1;
    memcpy(block + block_len - message.len, message.ptr, message.len);
    mask(arena, seed, HASH, block, block_len);
    mask(arena, block, block_len, seed, HASH);
    return (str_t){(const char *)encoded, n_bytes};
}

/* The first byte is zero, so the message is below the modulus, whatever that is. */
str_t oaep_encrypt(
    arena_t *arena, const struct random_source *random, str_t n, str_t e, str_t message)
{
    assert(n.len >= N_BYTES_MIN && message.len <= OAEP_MESSAGE_MAX);
    mpz_t modulus, exponent, number;
    number_init(modulus, n);
    number_init(exponent, e);
    number_init(number, encode(arena, random, n.len, message));
    mpz_powm(number, number, exponent, modulus); /* RSAEP, section 5.1.1 */
    str_t ciphertext = number_bytes(arena, number, n.len);
    number_clear(modulus);
    number_clear(exponent);
    number_clear(number);
    return ciphertext;
}
