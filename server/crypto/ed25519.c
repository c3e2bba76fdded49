#include "crypto/ed25519.h"

#include <sodium.h>

struct ed25519_key {
    unsigned char secret[crypto_sign_SECRETKEYBYTES];
};

struct ed25519_key *ed25519_key_from_seed(const uint8_t seed[ED25519_SEED_BYTES])
{
    struct ed25519_key *key = sodium_malloc(sizeof *key);
    if (key == NULL)
        return NULL;
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
    crypto_sign_seed_keypair(public_key, key->secret, seed);
    sodium_mprotect_readonly(key);
    return key;
}

void ed25519_key_free(struct ed25519_key **key)
{
    sodium_free(*key);
    *key = NULL;
}

void ed25519_sign(
    const struct ed25519_key *key, str_t message, uint8_t signature_out[ED25519_SIGNATURE_BYTES])
{
    crypto_sign_detached(
        signature_out, NULL, (const unsigned char *)message.ptr, message.len, key->secret);
}

bool ed25519_verify(const uint8_t public_key[ED25519_PUBLIC_BYTES], str_t message, str_t signature)
{
    return signature.len == ED25519_SIGNATURE_BYTES &&
           crypto_sign_verify_detached((const unsigned char *)signature.ptr,
               (const unsigned char *)message.ptr, message.len, public_key) == 0;
}

bool ed25519_public_is_sound(const uint8_t public_key[ED25519_PUBLIC_BYTES])
{
    return crypto_core_ed25519_is_valid_point(public_key) == 1;
}
