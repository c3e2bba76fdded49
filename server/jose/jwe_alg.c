#include "jose/jwe_alg.h"

static const struct {
    const char *name;
    enum jose_kty kty;
} algs[JWE_ALG_COUNT] = {
    [JWE_RSA_OAEP_256] = {"RSA-OAEP-256", JOSE_KTY_RSA},
    [JWE_ECDH_ES] = {"ECDH-ES", JOSE_KTY_EC},
};

static const struct {
    const char *name;
    size_t key_bytes;
} encs[JWE_ENC_COUNT] = {
    [JWE_A128GCM] = {"A128GCM", 16},
    [JWE_A256GCM] = {"A256GCM", JWE_ENC_KEY_BYTES_MAX},
};

const char *jwe_alg_name(enum jwe_alg alg)
{
    return algs[alg].name;
}

enum jose_kty jwe_alg_kty(enum jwe_alg alg)
{
    return algs[alg].kty;
}

const char *jwe_enc_name(enum jwe_enc enc)
{
    return encs[enc].name;
}

size_t jwe_enc_key_bytes(enum jwe_enc enc)
{
    return encs[enc].key_bytes;
}

bool jwe_alg_from_name(str_t name, enum jwe_alg *alg_out)
{
    for (unsigned i = 0; i < JWE_ALG_COUNT; i++) {
        if (str_eq(name, str_from_cstr(algs[i].name))) {
            *alg_out = (enum jwe_alg)i;
            return true;
        }
    }
    return false;
}

bool jwe_enc_from_name(str_t name, enum jwe_enc *enc_out)
{
    for (unsigned i = 0; i < JWE_ENC_COUNT; i++) {
        if (str_eq(name, str_from_cstr(encs[i].name))) {
            *enc_out = (enum jwe_enc)i;
            return true;
        }
    }
    return false;
}
