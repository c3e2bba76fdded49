/* The inside of a sealing key, shared by what uses it and what loads it; for this folder only. */
#ifndef TESSERA_CRYPTO_SEAL_KEY_H
#define TESSERA_CRYPTO_SEAL_KEY_H

#include "crypto/seal.h"

struct seal_key {
    uint8_t bytes[SEAL_KEY_BYTES];
};

#endif
