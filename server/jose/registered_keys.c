#include "jose/registered_keys.h"

#include "jose/jwe.h"
#include "jose/key.h"

static const char *refusal_sentence(enum jwk_refusal refusal)
{
    switch (refusal) {
    case JWK_ACCEPTED:
        return NULL;
    case JWK_UNSUPPORTED:
        return "must hold keys that this server can use: RSA, P-256 or Ed25519";
    case JWK_PRIVATE:
        return "must hold public keys only, and no shared secrets";
    case JWK_MALFORMED:
        return "must be a JWK Set: an object with a list \"keys\" of at most 32 well-formed keys";
    case JWK_WEAK:
        return "must hold RSA keys of 2048 to 8192 bits only";
    case JWK_INCONSISTENT:
        return "must hold keys whose use, key_ops, alg and kty fit, each with a kid of its own";
    }
    return NULL;
}

/* A point that is not on its curve shows here only. */
static bool imports(const struct jwk *jwk)
{
    AUTO_JOSE_KEY key = NULL;
    result_t imported = jose_key_from_jwk(jwk, &key);

    return result_ok(imported) && key != NULL;
}

static const char *judge(void *self, arena_t *arena, const json_t *jwks)
{
    const struct jwk *keys;
    size_t n;
    enum jwk_refusal refusal = jwks_read(arena, jwks, &keys, &n);

    (void)self;
    if (refusal != JWK_ACCEPTED)
        return refusal_sentence(refusal);
    for (size_t i = 0; i < n; i++)
        if (!imports(&keys[i]))
            return refusal_sentence(JWK_MALFORMED);
    return n > 0 ? NULL : refusal_sentence(JWK_UNSUPPORTED);
}

static bool encrypts(void *self, arena_t *arena, const json_t *jwks, str_t name)
{
    enum jwe_alg alg;
    struct jwk key;

    (void)self;
    return jwe_alg_from_name(name, &alg) && jwe_choose_key(arena, jwks, alg, &key);
}

const struct account_key_judge registered_keys_judge = {NULL, judge, encrypts};
