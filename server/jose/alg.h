/* The signature algorithms that Tessera speaks (RFC 7518, section 3.1; RFC 8037), and nothing
 * else: "none" and HMAC are no members, so no list can name them by accident. */
#ifndef TESSERA_JOSE_ALG_H
#define TESSERA_JOSE_ALG_H

#include "base/str.h"

enum jose_alg { JOSE_RS256, JOSE_PS256, JOSE_ES256, JOSE_EDDSA };
enum { JOSE_ALG_COUNT = 4 };

enum jose_kty { JOSE_KTY_RSA, JOSE_KTY_EC, JOSE_KTY_OKP };

/* Sets of algorithms: JOSE_ALG_BIT(JOSE_ES256) | JOSE_ALG_BIT(JOSE_RS256). */
#define JOSE_ALG_BIT(alg) (1U << (alg))
enum { JOSE_ALG_ALL = (1 << JOSE_ALG_COUNT) - 1 };

const char *jose_alg_name(enum jose_alg alg);
enum jose_kty jose_alg_kty(enum jose_alg alg);

/* Exact, by case: false for every other text. */
bool jose_alg_from_name(str_t name, enum jose_alg *alg_out);

#endif
