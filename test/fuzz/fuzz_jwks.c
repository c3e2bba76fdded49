/* links: tessera_jose */
/* A foreign key set: bounded, each key found is one that fits, and a clean set reads back. */
#include "base/json_read.h"
#include "jose/jwk.h"

#include <stdlib.h>

enum { ARENA_MAX = 1 << 24 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void found_keys_fit(const struct jwk *keys, size_t n, str_t kid)
{
    for (unsigned alg = 0; alg < JOSE_ALG_COUNT; alg++) {
        const struct jwk *key = jwks_find(keys, n, (enum jose_alg)alg, kid);
        if (key != NULL &&
            (key->kty != jose_alg_kty((enum jose_alg)alg) || key->use == JWK_USE_ENC ||
                (str_present(kid) && !str_eq(key->kid, kid))))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    json_auto_t *object = json_read_object(arena_bytes(arena, data, size), JWKS_BYTES_MAX);
    const struct jwk *keys, *again;
    size_t n, n_again;
    if (jwks_read(arena, object, &keys, &n) != JWK_ACCEPTED)
        return 0;
    if (n > JWKS_KEYS_MAX)
        abort();
    found_keys_fit(keys, n, STR_NONE);
    json_auto_t *set = json_object();
    json_object_set_new(set, "keys", json_array());
    for (size_t i = 0; i < n; i++) {
        found_keys_fit(keys, n, keys[i].kid);
        json_array_append_new(json_object_get(set, "keys"), jwk_write(arena, &keys[i]));
    }
    if (jwks_read(arena, set, &again, &n_again) != JWK_ACCEPTED || n_again != n)
        abort();
    return 0;
}
