#include "jose/jwk.h"

static bool is_taken(const struct jwk *keys, size_t n, const struct jwk *jwk)
{
    for (size_t i = 0; i < n; i++)
        if (str_present(jwk->kid) && keys[i].kty == jwk->kty && str_eq(keys[i].kid, jwk->kid))
            return true;
    return false;
}

enum jwk_refusal jwks_read(
    arena_t *arena, const json_t *object, const struct jwk **keys_out, size_t *n_out)
{
    *keys_out = NULL;
    *n_out = 0;
    const json_t *list = json_object_get(object, "keys");
    if (!json_is_array(list) || json_array_size(list) > JWKS_KEYS_MAX)
        return JWK_MALFORMED;

    struct jwk *keys = ARENA_ARRAY(arena, struct jwk, JWKS_KEYS_MAX);
    size_t n = 0;
    for (size_t i = 0; i < json_array_size(list); i++) {
        enum jwk_refusal refusal = jwk_read(arena, json_array_get(list, i), &keys[n]);
        if (refusal == JWK_UNSUPPORTED)
            continue;
        if (refusal != JWK_ACCEPTED)
            return refusal;
        if (is_taken(keys, n, &keys[n]))
            return JWK_INCONSISTENT;
        n++;
    }
    *keys_out = keys;
    *n_out = n;
    return JWK_ACCEPTED;
}

static bool fits(const struct jwk *jwk, enum jose_alg alg, str_t kid)
{
    return jwk->kty == jose_alg_kty(alg) && jwk->use != JWK_USE_ENC &&
           (!str_present(jwk->alg) || str_eq(jwk->alg, str_from_cstr(jose_alg_name(alg)))) &&
           (!str_present(kid) || str_eq(jwk->kid, kid));
}

/* The fitting keys of this kid (an absent one: that have none); NULL: of any. */
static size_t usable(arena_t *arena, const json_t *list, enum jose_alg alg, const str_t *kid,
    struct jwk candidates[JWKS_CANDIDATES_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < json_array_size(list) && n < JWKS_CANDIDATES_MAX; i++) {
        struct jwk *jwk = &candidates[n];
        if (jwk_read(arena, json_array_get(list, i), jwk) == JWK_ACCEPTED &&
            fits(jwk, alg, STR_NONE) &&
            (kid == NULL || (str_present(jwk->kid) == str_present(*kid) && str_eq(jwk->kid, *kid))))
            n++;
    }
    return n;
}

size_t jwks_usable(arena_t *arena, const json_t *object, enum jose_alg alg, str_t kid,
    struct jwk candidates_out[JWKS_CANDIDATES_MAX])
{
    const json_t *list = json_object_get(object, "keys");
    if (!json_is_array(list) || json_array_size(list) > JWKS_KEYS_MAX)
        return 0;
    size_t n = usable(arena, list, alg, str_present(kid) ? &kid : NULL, candidates_out);
    return n > 0 ? n : usable(arena, list, alg, &STR_NONE, candidates_out);
}

const struct jwk *jwks_find(const struct jwk *keys, size_t n, enum jose_alg alg, str_t kid)
{
    const struct jwk *found = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!fits(&keys[i], alg, kid))
            continue;
        if (found != NULL)
            return NULL;
        found = &keys[i];
    }
    return found;
}
