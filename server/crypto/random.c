#include "crypto/random.h"

#include <sodium.h>

result_t crypto_init(void)
{
    return sodium_init() < 0 ? result_fail(RESULT_FAILED, "libsodium does not start") : OK;
}

static void fill(void *self, void *out, size_t len)
{
    (void)self;
    randombytes_buf(out, len);
}

const struct random_source random_system = {NULL, fill};
