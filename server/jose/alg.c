#include "jose/alg.h"

static const struct {
    str_t name;
    enum jose_kty kty;
} algs[JOSE_ALG_COUNT] = {
    [JOSE_RS256] = {STR_INIT("RS256"), JOSE_KTY_RSA},
    [JOSE_PS256] = {STR_INIT("PS256"), JOSE_KTY_RSA},
    [JOSE_ES256] = {STR_INIT("ES256"), JOSE_KTY_EC},
    [JOSE_EDDSA] = {STR_INIT("EdDSA"), JOSE_KTY_OKP},
};

const char *jose_alg_name(enum jose_alg alg)
{
    return algs[alg].name.ptr;
}

enum jose_kty jose_alg_kty(enum jose_alg alg)
{
    return algs[alg].kty;
}

bool jose_alg_from_name(str_t name, enum jose_alg *alg_out)
{
    for (size_t i = 0; i < JOSE_ALG_COUNT; i++) {
        if (str_eq(name, algs[i].name)) {
            *alg_out = (enum jose_alg)i;
            return true;
        }
    }
    return false;
}
