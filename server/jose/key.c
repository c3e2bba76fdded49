#include "jose/key.h"

#include "base/base64url.h"
#include "base/json_read.h"
#include "jose/datum.h"
#include "jose/key_inside.h"
#include "jose/rhonabwy.h"

#include <assert.h>
#include <gnutls/x509.h>
#include <stdlib.h>
#include <string.h>

static const gnutls_pk_algorithm_t pk_of[] = {
    [JOSE_KTY_RSA] = GNUTLS_PK_RSA,
    [JOSE_KTY_EC] = GNUTLS_PK_ECDSA,
    [JOSE_KTY_OKP] = GNUTLS_PK_EDDSA_ED25519,
};

static void free_x509(gnutls_x509_privkey_t *key)
{
    if (*key != NULL)
        gnutls_x509_privkey_deinit(*key);
}
#define AUTO_X509 __attribute__((cleanup(free_x509))) gnutls_x509_privkey_t

static struct jose_key *key_new(enum jose_kty kty)
{
    struct jose_key *key = calloc(1, sizeof *key);
    if (key == NULL)
        abort();
    atomic_init(&key->references, 1);
    key->kty = kty;
    key->signature_bytes = 2 * JWK_COORDINATE_BYTES;
    return key;
}

struct jose_key *jose_key_ref(struct jose_key *key)
{
    atomic_fetch_add_explicit(&key->references, 1, memory_order_relaxed);
    return key;
}

void jose_key_unref(struct jose_key **key)
{
    struct jose_key *old = *key;
    *key = NULL;
    if (old == NULL || atomic_fetch_sub_explicit(&old->references, 1, memory_order_acq_rel) > 1)
        return;
    if (old->private_key != NULL)
        gnutls_privkey_deinit(old->private_key);
    if (old->public_key != NULL)
        gnutls_pubkey_deinit(old->public_key);
    ed25519_key_free(&old->ed25519);
    free(old);
}

enum jose_kty jose_key_kty(const struct jose_key *key)
{
    return key->kty;
}

/* ---- what each kind needs beyond the GnuTLS keys ---- */

static result_t complete_okp(struct jose_key *key)
{
    gnutls_ecc_curve_t curve;
    AUTO_DATUM x = {NULL, 0}, seed = {NULL, 0};
    if (gnutls_privkey_export_ecc_raw2(key->private_key, &curve, &x, NULL, &seed, 0) < 0 ||
        x.size != ED25519_PUBLIC_BYTES || seed.size != ED25519_SEED_BYTES)
        return result_fail(RESULT_CORRUPT, "an Ed25519 key does not export");
    memcpy(key->ed25519_public, x.data, ED25519_PUBLIC_BYTES);
    key->ed25519 = ed25519_key_from_seed(seed.data);
    return key->ed25519 != NULL ? OK : result_fail(RESULT_UNAVAILABLE, "no locked memory");
}

static void note_modulus(struct jose_key *key)
{
    unsigned bits = 0;
    gnutls_pubkey_get_pk_algorithm(key->public_key, &bits);
    key->signature_bytes = (bits + 7) / 8;
}

/* The private key stands; everything else follows from it. */
static result_t complete(struct jose_key *key)
{
    if (gnutls_privkey_get_pk_algorithm(key->private_key, NULL) != (int)pk_of[key->kty])
        return result_fail(RESULT_CORRUPT, "a private key is of another kind than its row says");
    if (key->kty == JOSE_KTY_OKP)
        return complete_okp(key);
    if (gnutls_pubkey_init(&key->public_key) < 0 ||
        gnutls_pubkey_import_privkey(key->public_key, key->private_key, 0, 0) < 0)
        return result_fail(RESULT_CORRUPT, "a private key has no public half");
    if (key->kty == JOSE_KTY_RSA)
        note_modulus(key);
    return OK;
}

/* ---- private keys ---- */

result_t jose_key_generate(enum jose_alg alg, unsigned rsa_bits, struct jose_key **key_out)
{
    assert(rsa_bits >= JWK_RSA_BITS_MIN && rsa_bits <= JWK_RSA_BITS_MAX);
    const unsigned bits[] = {
        [JOSE_KTY_RSA] = rsa_bits,
        [JOSE_KTY_EC] = GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1),
        [JOSE_KTY_OKP] = GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_ED25519),
    };
    enum jose_kty kty = jose_alg_kty(alg);
    *key_out = NULL;
    AUTO_JOSE_KEY key = key_new(kty);
    if (gnutls_privkey_init(&key->private_key) < 0 ||
        gnutls_privkey_generate(key->private_key, pk_of[kty], bits[kty], 0) < 0)
        return result_fail(RESULT_FAILED, "GnuTLS does not generate a key");
    TRY(complete(key));
    *key_out = jose_key_ref(key);
    return OK;
}

result_t jose_key_pkcs8(arena_t *arena, const struct jose_key *key, str_t *der_out)
{
    AUTO_X509 x509 = NULL;
    AUTO_DATUM der = {NULL, 0};
    if (key->private_key == NULL || gnutls_privkey_export_x509(key->private_key, &x509) < 0 ||
        gnutls_x509_privkey_export2_pkcs8(
            x509, GNUTLS_X509_FMT_DER, NULL, GNUTLS_PKCS_PLAIN, &der) < 0)
        return result_fail(RESULT_FAILED, "a private key does not export");
    *der_out = arena_str(arena, datum_str(der));
    return OK;
}

static bool import_pkcs8(gnutls_privkey_t private_key, str_t der)
{
    AUTO_X509 x509 = NULL;
    gnutls_datum_t in = datum_of(der);
    return gnutls_x509_privkey_init(&x509) >= 0 &&
           gnutls_x509_privkey_import_pkcs8(
               x509, &in, GNUTLS_X509_FMT_DER, NULL, GNUTLS_PKCS_PLAIN) >= 0 &&
           gnutls_privkey_import_x509(private_key, x509, GNUTLS_PRIVKEY_IMPORT_COPY) >= 0;
}

result_t jose_key_from_pkcs8(enum jose_alg alg, str_t der, struct jose_key **key_out)
{
    *key_out = NULL;
    AUTO_JOSE_KEY key = key_new(jose_alg_kty(alg));
    if (gnutls_privkey_init(&key->private_key) < 0 || !import_pkcs8(key->private_key, der))
        return result_fail(RESULT_CORRUPT, "a private key does not import");
    TRY(complete(key));
    *key_out = jose_key_ref(key);
    return OK;
}

/* ---- public keys ---- */

static bool import_jwk(struct jose_key *key, const struct jwk *jwk)
{
    gnutls_datum_t n = datum_of(jwk->n), e = datum_of(jwk->e);
    gnutls_datum_t x = datum_of(jwk->x), y = datum_of(jwk->y);
    switch (jwk->kty) {
    case JOSE_KTY_RSA:
        if (gnutls_pubkey_import_rsa_raw(key->public_key, &n, &e) < 0)
            return false;
        note_modulus(key);
        return true;
    case JOSE_KTY_EC: /* the import alone takes any point; verify_params looks at the curve */
        return gnutls_pubkey_import_ecc_raw(key->public_key, GNUTLS_ECC_CURVE_SECP256R1, &x, &y) >=
                   0 &&
               gnutls_pubkey_verify_params(key->public_key) >= 0;
    case JOSE_KTY_OKP:
        memcpy(key->ed25519_public, jwk->x.ptr, ED25519_PUBLIC_BYTES);
        return ed25519_public_is_sound(key->ed25519_public);
    }
    return false;
}

result_t jose_key_from_jwk(const struct jwk *jwk, struct jose_key **key_out)
{
    *key_out = NULL;
    AUTO_JOSE_KEY key = key_new(jwk->kty);
    if (jwk->kty != JOSE_KTY_OKP && gnutls_pubkey_init(&key->public_key) < 0)
        return result_fail(RESULT_UNAVAILABLE, "GnuTLS has no memory");
    if (import_jwk(key, jwk))
        *key_out = jose_key_ref(key);
    return OK;
}

/* Big-endian, at exactly `size` bytes; `size` 0: without leading zeros. */
static bool fit(arena_t *arena, str_t number, size_t size, str_t *out)
{
    while (number.len > size && number.len > 1 && number.ptr[0] == 0)
        number = str_from(number, 1);
    if (size == 0) {
        *out = number;
        return number.len > 0;
    }
    if (number.len > size)
        return false;
    char *padded = arena_alloc(arena, size);
    memcpy(padded + size - number.len, number.ptr, number.len);
    *out = (str_t){padded, size};
    return true;
}

static bool read_number(
    arena_t *arena, const json_t *members, const char *name, size_t size, str_t *out)
{
    str_t bytes;
    str_t text = json_read_str(members, name);
    return str_present(text) && base64url_decode(arena, text, &bytes) &&
           fit(arena, bytes, size, out);
}

result_t jose_key_jwk(arena_t *arena, const struct jose_key *key, struct jwk *jwk_out)
{
    struct jwk jwk = {.kty = key->kty, .use = JWK_USE_SIG};
    if (key->kty == JOSE_KTY_OKP) {
        jwk.x = arena_bytes(arena, key->ed25519_public, ED25519_PUBLIC_BYTES);
        *jwk_out = jwk;
        return OK;
    }
    json_auto_t *members = rhonabwy_export(key->public_key);
    bool rsa = key->kty == JOSE_KTY_RSA;
    bool read = rsa ? read_number(arena, members, "n", 0, &jwk.n) &&
                          read_number(arena, members, "e", 0, &jwk.e)
                    : read_number(arena, members, "x", JWK_COORDINATE_BYTES, &jwk.x) &&
                          read_number(arena, members, "y", JWK_COORDINATE_BYTES, &jwk.y);
    if (!read)
        return result_fail(RESULT_FAILED, "a public key does not export");
    *jwk_out = jwk;
    return OK;
}
