/* What requests do with the keys: from memory, without a lock while signing or verifying. */
#include "jose/keyset.h"

#include "jose/keyset_inside.h"

enum { LOOKUP_EVERY_MS = 1000 };

str_t keyset_jwks(struct keyset *keyset, arena_t *arena)
{
    AUTO_RING ring = keyset_ring(keyset);
    return arena_str(arena, ring->jwks);
}

result_t keyset_sign(struct keyset *keyset, arena_t *arena, enum jose_alg alg, const char *typ,
    str_t claims_json, str_t *token_out)
{
    AUTO_RING ring = keyset_ring(keyset);
    const struct ring_key *key = ring_active(ring, alg, clock_now_s(keyset->clock));
    if (key == NULL || (keyset->settings.algs & JOSE_ALG_BIT(alg)) == 0)
        return result_fail(RESULT_FAILED, "no key of ours signs with this algorithm");

    const struct jws_header *prepared = ring_header(key, typ);
    if (prepared != NULL)
        return jws_sign(arena, key->key, prepared, claims_json, token_out);
    struct jws_header made = jws_header(arena, alg, typ, key->kid);
    return jws_sign(arena, key->key, &made, claims_json, token_out);
}

static enum jose_refusal verify_with(struct keyset *keyset, const struct jose_token *token)
{
    AUTO_RING ring = keyset_ring(keyset);
    const struct ring_key *key = ring_find(ring, token->kid);
    if (key == NULL || ring_state(ring, key, clock_now_s(keyset->clock)) == KEYSET_RETIRED)
        return JOSE_KEY_UNKNOWN;
    if (key->alg != token->alg || !jws_verify(token, key->key))
        return JOSE_SIGNATURE_WRONG;
    return JOSE_ACCEPTED;
}

/* Another node may have rotated just now. Anybody can send unknown kids, so the rows are read at
 * most once a second for all; who comes during the reading waits for it and profits. */
static result_t look_again(struct keyset *keyset)
{
    result_t loaded = OK;
    pthread_mutex_lock(&keyset->lookup_lock);
    int64_t now_ms = clock_monotonic_ms();
    if (now_ms - keyset->looked_up_ms >= LOOKUP_EVERY_MS) {
        keyset->looked_up_ms = now_ms;
        loaded = keyset_load(keyset);
    }
    pthread_mutex_unlock(&keyset->lookup_lock);
    return loaded;
}

result_t keyset_verify(struct keyset *keyset, arena_t *arena, str_t text, const char *const *typs,
    json_t **claims_out, enum jose_refusal *refusal_out)
{
    const struct jose_use use = {.algs = JOSE_ALG_ALL, .typs = typs, .kid_required = true};
    AUTO_JOSE_TOKEN token;
    *claims_out = NULL;
    *refusal_out = gate_parse(arena, text, &use, &token);
    if (*refusal_out != JOSE_ACCEPTED)
        return OK;

    *refusal_out = verify_with(keyset, &token);
    if (*refusal_out == JOSE_KEY_UNKNOWN) {
        TRY(look_again(keyset));
        *refusal_out = verify_with(keyset, &token);
    }
    if (*refusal_out == JOSE_ACCEPTED)
        *claims_out = json_incref(token.payload);
    return OK;
}
