/* links: tessera_jose */
/* The key of a foreign set to encrypt to: the chosen one fits, and a token to it comes out, of five
 * parts. */
#include "base/json_read.h"
#include "jose/jwe.h"

#include <stdlib.h>

enum { ARENA_MAX = 1 << 24, PARTS = 5 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The same bytes for the same input, so that a finding repeats. */
static void fill(void *self, void *out, size_t len)
{
    uint8_t *last = self, *bytes = out;
    for (size_t i = 0; i < len; i++)
        bytes[i] = ++*last;
}

static void encrypt_to(arena_t *arena, const struct jwk *key, enum jwe_alg alg)
{
    uint8_t last = 0;
    const struct random_source random = {&last, fill};
    const struct jwe_header header = {alg, JWE_A128GCM, "JWT", key};
    str_t token, part;
    size_t parts = 0;
    if (key->kty != jwe_alg_kty(alg) || key->use == JWK_USE_SIG ||
        !result_ok(jwe_encrypt(arena, &random, &header, STR("e30.e30.e30"), &token)))
        abort();
    while (str_next(&token, '.', &part))
        parts++;
    if (parts != PARTS)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    json_auto_t *jwks = json_read_object(arena_bytes(arena, data, size), JWKS_BYTES_MAX);
    struct jwk key;
    for (unsigned alg = 0; alg < JWE_ALG_COUNT; alg++)
        if (jwe_choose_key(arena, jwks, (enum jwe_alg)alg, &key))
            encrypt_to(arena, &key, (enum jwe_alg)alg);
    return 0;
}
