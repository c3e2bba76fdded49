#include "jose/aes_gcm.h"

#include <assert.h>
#include <gnutls/crypto.h>

enum { AES_128_BYTES = 16, AES_256_BYTES = 32 };

result_t aes_gcm_seal(arena_t *arena, str_t key, str_t iv, str_t aad, str_t plaintext,
    struct aes_gcm_sealed *sealed_out)
{
    assert(key.len == AES_128_BYTES || key.len == AES_256_BYTES);
    assert(iv.len == AES_GCM_IV_BYTES);
    gnutls_datum_t key_datum = {(unsigned char *)key.ptr, (unsigned)key.len};
    gnutls_aead_cipher_hd_t cipher;
    if (gnutls_aead_cipher_init(&cipher,
            key.len == AES_128_BYTES ? GNUTLS_CIPHER_AES_128_GCM : GNUTLS_CIPHER_AES_256_GCM,
            &key_datum) < 0)
        return result_fail(RESULT_FAILED, "GnuTLS does not start AES GCM");

    size_t size = plaintext.len + AES_GCM_TAG_BYTES;
    char *sealed = arena_alloc(arena, size);
    int written = gnutls_aead_cipher_encrypt(cipher, iv.ptr, iv.len, aad.ptr, aad.len,
        AES_GCM_TAG_BYTES, plaintext.ptr, plaintext.len, sealed, &size);
    gnutls_aead_cipher_deinit(cipher);
    if (written < 0 || size != plaintext.len + AES_GCM_TAG_BYTES)
        return result_fail(RESULT_FAILED, "GnuTLS does not encrypt");
    *sealed_out = (struct aes_gcm_sealed){
        {sealed, plaintext.len}, {sealed + plaintext.len, AES_GCM_TAG_BYTES}};
    return OK;
}
