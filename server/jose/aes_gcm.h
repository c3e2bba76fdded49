/* The content of a JWE by AES GCM (RFC 7518, section 5.3). For this folder only. */
#ifndef TESSERA_JOSE_AES_GCM_H
#define TESSERA_JOSE_AES_GCM_H

#include "base/arena.h"
#include "base/result.h"

enum { AES_GCM_IV_BYTES = 12, AES_GCM_TAG_BYTES = 16 };

struct aes_gcm_sealed {
    str_t ciphertext; /* as long as the plaintext; never absent */
    str_t tag;
};

/* `key` has 16 or 32 bytes and seals one content only; `iv` has AES_GCM_IV_BYTES. */
MUST_USE result_t aes_gcm_seal(arena_t *arena, str_t key, str_t iv, str_t aad, str_t plaintext,
    struct aes_gcm_sealed *sealed_out);

#endif
