#include "jose/foreign.h"

#include "base/json_read.h"
#include "jose/jws.h"
#include "jose/mac.h"

/* One of the two, by whether there is a MAC; payloads are the caller's. */
struct foreign {
    struct jose_token signature;
    struct jose_mac_token mac;
    bool has_mac;
};

static const char *read(
    void *self, arena_t *arena, str_t text, const char *const *typs, struct oauth_jwt *jwt_out)
{
    const struct jose_use use = {.algs = JOSE_ALG_ALL, .typs = typs, .typ_optional = true};
    struct foreign *foreign = ARENA_NEW(arena, struct foreign);
    enum jose_refusal refusal = gate_parse(arena, text, &use, &foreign->signature);

    (void)self;
    *jwt_out = (struct oauth_jwt){.token = foreign};
    if (refusal == JOSE_ACCEPTED) {
        jwt_out->alg = jose_alg_name(foreign->signature.alg);
        jwt_out->claims = foreign->signature.payload;
        return NULL;
    }
    if (refusal == JOSE_ALG_NOT_ALLOWED)
        refusal = gate_parse_mac(arena, text, &use, &foreign->mac);
    if (refusal != JOSE_ACCEPTED)
        return jose_refusal_text(refusal);
    foreign->has_mac = true;
    jwt_out->alg = "HS256";
    jwt_out->claims = foreign->mac.payload;
    return NULL;
}

static bool verify_with(const struct jose_token *token, const struct jwk *jwk)
{
    AUTO_JOSE_KEY key = NULL;
    result_t imported = jose_key_from_jwk(jwk, &key);

    return result_ok(imported) && key != NULL && jws_verify(token, key);
}

static const char *verify(void *self, arena_t *arena, const struct oauth_jwt *jwt, str_t jwks)
{
    const struct foreign *foreign = jwt->token;
    const struct jose_token *token = &foreign->signature;
    struct jwk candidates[JWKS_CANDIDATES_MAX];
    json_auto_t *set = json_read_object(jwks, JWKS_BYTES_MAX);

    (void)self;
    if (foreign->has_mac)
        return jose_refusal_text(JOSE_ALG_NOT_ALLOWED);
    size_t n = jwks_usable(arena, set, token->alg, token->kid, candidates);
    if (n == 0)
        return jose_refusal_text(JOSE_KEY_UNKNOWN);
    for (size_t i = 0; i < n; i++)
        if (verify_with(token, &candidates[i]))
            return NULL;
    return jose_refusal_text(JOSE_SIGNATURE_WRONG);
}

static const char *verify_mac(void *self, const struct oauth_jwt *jwt, str_t secret)
{
    const struct foreign *foreign = jwt->token;

    (void)self;
    if (!foreign->has_mac)
        return jose_refusal_text(JOSE_ALG_NOT_ALLOWED);
    return mac_verify(&foreign->mac, secret) ? NULL : jose_refusal_text(JOSE_SIGNATURE_WRONG);
}

const struct oauth_jwt_verifier foreign_jwt_verifier = {NULL, read, verify, verify_mac};
