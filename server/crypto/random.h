/* The real source of randomness, and the start of the library behind this folder. */
#ifndef TESSERA_CRYPTO_RANDOM_H
#define TESSERA_CRYPTO_RANDOM_H

#include "base/random.h"
#include "base/result.h"

/* Once at the start of the program, before any other call into crypto/ or jose/. */
MUST_USE result_t crypto_init(void);

/* The kernel's generator. Any thread; aborts without entropy. */
extern const struct random_source random_system;

#endif
