/* Big numbers of RSA and ECDH as big-endian bytes, and back. For this folder only. */
#ifndef TESSERA_JOSE_NUMBER_H
#define TESSERA_JOSE_NUMBER_H

#include "base/arena.h"

#include <nettle/bignum.h>

void number_init(mpz_t number, str_t bytes); /* own; number_clear */

/* At exactly `size` bytes, which hold it: zeros at the front. */
str_t number_bytes(arena_t *arena, const mpz_t number, size_t size);

/* Wipes it: a secret may stand in it. */
void number_clear(mpz_t number);

#endif
