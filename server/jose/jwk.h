/* Public JSON Web Keys (RFC 7517, RFC 7518 section 6, RFC 8037): a validator of foreign ones, a
 * writer of clean ones. What passes holds decoded bytes of exactly the right lengths, and nothing
 * of the original text. That a point lies on its curve shows at jose_key_from_jwk.
 *
 * Pure; any thread.
 */
#ifndef TESSERA_JOSE_JWK_H
#define TESSERA_JOSE_JWK_H

#include "base/arena.h"
#include "jose/alg.h"

#include <jansson.h>

enum {
    JWK_RSA_BITS_MIN = 2048,
    JWK_RSA_BITS_MAX = 8192,
    JWK_COORDINATE_BYTES = 32, /* P-256 and Ed25519 */
    JWK_KID_MAX = 128,
    JWKS_KEYS_MAX = 32,
    JWKS_BYTES_MAX = 64 * 1024,
    JWKS_CANDIDATES_MAX = 8,
};

enum jwk_use { JWK_USE_ANY, JWK_USE_SIG, JWK_USE_ENC };

struct jwk {
    enum jose_kty kty;
    enum jwk_use use; /* from use and key_ops, which must agree */
    str_t kid;        /* absent if there is none */
    str_t alg;        /* absent if there is none; fits kty and use */
    str_t n;          /* RSA, big-endian, no leading zero */
    str_t e;
    str_t x; /* EC on P-256, OKP on Ed25519: exactly 32 bytes */
    str_t y; /* EC */
};

enum jwk_refusal {
    JWK_ACCEPTED,
    JWK_UNSUPPORTED, /* a kty or curve that we do not speak; a set goes on without it */
    JWK_PRIVATE,     /* has private members, or is a shared secret */
    JWK_MALFORMED,   /* missing member, wrong type, bad base64url, wrong length */
    JWK_WEAK,        /* RSA below 2,048 bits, above 8,192, even, marked by jose/roca.h, or exponent
                        below 3 or even */
    JWK_INCONSISTENT /* use, key_ops, alg and kty do not fit each other */
};

const char *jwk_refusal_text(enum jwk_refusal refusal);

enum jwk_refusal jwk_read(arena_t *arena, const json_t *object, struct jwk *jwk_out);

/* A JWK Set. Keys of an unknown kind are left out (RFC 7517, section 5); any other refusal, two
 * keys with one kid and kind, or more than JWKS_KEYS_MAX refuse the set. */
enum jwk_refusal jwks_read(
    arena_t *arena, const json_t *object, const struct jwk **keys_out, size_t *n_out);

/* The key for a token: of the algorithm's kind, not for encryption, alg (if said) the same, and
 * the kid (if the token has one) the same. Without a kid the key must be the only one that fits.
 * NULL if there is none. */
const struct jwk *jwks_find(const struct jwk *keys, size_t n, enum jose_alg alg, str_t kid);

/* The keys of a foreign set that a token may be signed with, the first JWKS_CANDIDATES_MAX of them:
 * fitting as for jwks_find, but several. Keys that are malformed, weak or of an unknown kind are
 * passed over (RFC 7517, section 5). With a kid: the keys of that kid, or else those without one.
 * None if there are more than JWKS_KEYS_MAX. */
size_t jwks_usable(arena_t *arena, const json_t *object, enum jose_alg alg, str_t kid,
    struct jwk candidates_out[JWKS_CANDIDATES_MAX]);

/* A clean object of the members above; own. */
json_t *jwk_write(arena_t *arena, const struct jwk *jwk);

/* base64url of the SHA-256 of the required members (RFC 7638). */
str_t jwk_thumbprint(arena_t *arena, const struct jwk *jwk);

#endif
