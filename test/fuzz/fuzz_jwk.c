/* links: tessera_jose */
/* One foreign key: what passes reads back as the same, and imports or is refused without harm. */
#include "base/json_read.h"
#include "crypto/random.h"
#include "jose/key.h"

#include <stdlib.h>

enum { ARENA_MAX = 1 << 22 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void same_when_read_back(arena_t *arena, const struct jwk *jwk)
{
    struct jwk again;
    json_auto_t *written = jwk_write(arena, jwk);
    if (jwk_read(arena, written, &again) != JWK_ACCEPTED || again.use != jwk->use ||
        !str_eq(again.kid, jwk->kid) || !str_eq(again.alg, jwk->alg) ||
        !str_eq(jwk_thumbprint(arena, &again), jwk_thumbprint(arena, jwk)))
        abort();
}

static void same_when_imported(arena_t *arena, const struct jwk *jwk)
{
    AUTO_JOSE_KEY key = NULL;
    struct jwk again;
    if (!result_ok(jose_key_from_jwk(jwk, &key)))
        abort();
    if (key != NULL && (!result_ok(jose_key_jwk(arena, key, &again)) ||
                           !str_eq(jwk_thumbprint(arena, &again), jwk_thumbprint(arena, jwk))))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!result_ok(crypto_init()))
        abort();
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    json_auto_t *object = json_read_object(arena_bytes(arena, data, size), JWKS_BYTES_MAX);
    struct jwk jwk;
    if (jwk_read(arena, object, &jwk) == JWK_ACCEPTED) {
        same_when_read_back(arena, &jwk);
        same_when_imported(arena, &jwk);
    } else if (str_present(jwk.n) || str_present(jwk.x)) {
        abort();
    }
    return 0;
}
