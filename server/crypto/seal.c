#include "crypto/seal.h"

#include <sodium.h>

enum {
    VERSION = 1,
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    CIPHERTEXT_AT = 1 + NONCE_BYTES,
};
_Static_assert(CIPHERTEXT_AT + TAG_BYTES == SEAL_OVERHEAD_BYTES, "the contract names the overhead");

str_t seal(arena_t *arena, const struct seal_key *key, str_t aad, str_t plain)
{
    size_t len = plain.len + SEAL_OVERHEAD_BYTES;
    unsigned char *out = arena_alloc(arena, len);
    out[0] = VERSION;
    randombytes_buf(out + 1, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + CIPHERTEXT_AT, NULL,
        (const unsigned char *)plain.ptr, plain.len, (const unsigned char *)aad.ptr, aad.len, NULL,
        out + 1, seal_key_bytes(key));
    return (str_t){(const char *)out, len};
}

result_t seal_open(
    arena_t *arena, const struct seal_key *key, str_t aad, str_t sealed, str_t *plain_out)
{
    const unsigned char *in = (const unsigned char *)sealed.ptr;
    if (sealed.len < SEAL_OVERHEAD_BYTES || in[0] != VERSION)
        return result_fail(RESULT_CORRUPT, "sealed data has another form than ours");
    unsigned char *plain = arena_alloc(arena, sealed.len - SEAL_OVERHEAD_BYTES + 1);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, in + CIPHERTEXT_AT,
            sealed.len - CIPHERTEXT_AT, (const unsigned char *)aad.ptr, aad.len, in + 1,
            seal_key_bytes(key)) != 0)
        return result_fail(RESULT_CORRUPT, "sealed data does not open with this sealing key");
    *plain_out = (str_t){(const char *)plain, sealed.len - SEAL_OVERHEAD_BYTES};
    return OK;
}
