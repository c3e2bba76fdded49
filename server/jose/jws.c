#include "jose/jws.h"

#include "base/base64url.h"
#include "base/json_read.h"
#include "jose/datum.h"
#include "jose/key_inside.h"

#include <gnutls/crypto.h>
#include <string.h>

enum { HALF = JWK_COORDINATE_BYTES, SIGNATURE_BYTES = 2 * HALF };

struct jws_header jws_header(arena_t *arena, enum jose_alg alg, const char *typ, str_t kid)
{
    json_auto_t *header = json_object();
    json_put_str(header, "alg", str_from_cstr(jose_alg_name(alg)));
    json_put_str(header, "typ", str_from_cstr(typ));
    json_put_str(header, "kid", kid);
    str_t text = json_write(arena, header);
    return (struct jws_header){
        .alg = alg,
        .typ = typ == NULL ? NULL : arena_cstr(arena, str_from_cstr(typ)),
        .kid = str_present(kid) ? arena_cstr(arena, kid) : NULL,
        .encoded = base64url_encode(arena, text.ptr, text.len),
    };
}

/* ---- ES256: GnuTLS speaks DER, JWS the two numbers side by side (RFC 7518, section 3.4) ---- */

/* Without DER's sign byte, padded to the curve's size. */
static bool put_half(unsigned char out[HALF], gnutls_datum_t number)
{
    while (number.size > HALF && number.data[0] == 0) {
        number.data++;
        number.size--;
    }
    if (number.size > HALF)
        return false;
    memset(out, 0, HALF - number.size);
    memcpy(out + HALF - number.size, number.data, number.size);
    return true;
}

static bool der_to_raw(gnutls_datum_t der, unsigned char raw[SIGNATURE_BYTES])
{
    AUTO_DATUM r = {NULL, 0}, s = {NULL, 0};
    return gnutls_decode_rs_value(&der, &r, &s) >= 0 && put_half(raw, r) && put_half(raw + HALF, s);
}

/* ---- signatures ---- */

static const gnutls_sign_algorithm_t gnutls_algs[JOSE_ALG_COUNT] = {
    [JOSE_RS256] = GNUTLS_SIGN_RSA_SHA256,
    [JOSE_PS256] = GNUTLS_SIGN_RSA_PSS_RSAE_SHA256,
    [JOSE_ES256] = GNUTLS_SIGN_ECDSA_SHA256,
    [JOSE_EDDSA] = GNUTLS_SIGN_UNKNOWN, /* crypto/ed25519.h signs it */
};

/* The private key was imported once: rhonabwy imports it at every call, which costs RSA 50 us. */
static result_t sign_gnutls(
    arena_t *arena, const struct jose_key *key, enum jose_alg alg, str_t input, str_t *out)
{
    gnutls_datum_t in = datum_of(input);
    AUTO_DATUM signature = {NULL, 0};
    if (gnutls_privkey_sign_data2(key->private_key, gnutls_algs[alg], 0, &in, &signature) < 0)
        return result_fail(RESULT_FAILED, "GnuTLS does not sign");
    if (alg != JOSE_ES256) {
        *out = arena_bytes(arena, signature.data, signature.size);
        return OK;
    }
    unsigned char raw[SIGNATURE_BYTES];
    if (!der_to_raw(signature, raw))
        return result_fail(RESULT_FAILED, "GnuTLS signs out of the curve's size");
    *out = arena_bytes(arena, raw, sizeof raw);
    return OK;
}

static str_t sign_ed25519(arena_t *arena, const struct jose_key *key, str_t input)
{
    unsigned char signature[ED25519_SIGNATURE_BYTES];
    ed25519_sign(key->ed25519, input, signature);
    return arena_bytes(arena, signature, sizeof signature);
}

result_t jws_sign(arena_t *arena, const struct jose_key *key, const struct jws_header *header,
    str_t payload, str_t *token_out)
{
    if (key->private_key == NULL || key->kty != jose_alg_kty(header->alg))
        return result_fail(RESULT_FAILED, "the key does not fit the algorithm");
    str_t body = base64url_encode(arena, payload.ptr, payload.len), signature;
    str_t input = arena_printf(arena, "%.*s.%.*s", STR_ARG(header->encoded), STR_ARG(body));
    if (key->kty == JOSE_KTY_OKP)
        signature = sign_ed25519(arena, key, input);
    else
        TRY(sign_gnutls(arena, key, header->alg, input, &signature));
    str_t tail = base64url_encode(arena, signature.ptr, signature.len);
    *token_out = arena_printf(arena, "%.*s.%.*s", STR_ARG(input), STR_ARG(tail));
    return OK;
}

/* ---- verification ---- */

static bool verify_gnutls(
    const struct jose_key *key, enum jose_alg alg, str_t input, gnutls_datum_t signature)
{
    gnutls_datum_t in = datum_of(input);
    return gnutls_pubkey_verify_data2(key->public_key, gnutls_algs[alg], 0, &in, &signature) >= 0;
}

static bool verify_es256(const struct jose_key *key, str_t input, str_t signature)
{
    gnutls_datum_t r = datum_of(str_first(signature, HALF));
    gnutls_datum_t s = datum_of(str_from(signature, HALF));
    AUTO_DATUM der = {NULL, 0};
    return gnutls_encode_rs_value(&der, &r, &s) >= 0 && verify_gnutls(key, JOSE_ES256, input, der);
}

bool jws_verify(const struct jose_token *token, const struct jose_key *key)
{
    str_t input = token->signing_input;
    str_t signature = token->signature;
    if (key->kty != jose_alg_kty(token->alg) || signature.len != key->signature_bytes)
        return false;
    switch (token->alg) {
    case JOSE_RS256:
    case JOSE_PS256:
        return verify_gnutls(key, token->alg, input, datum_of(signature));
    case JOSE_ES256:
        return verify_es256(key, input, signature);
    case JOSE_EDDSA:
        return ed25519_verify(key->ed25519_public, input, signature);
    }
    return false;
}
