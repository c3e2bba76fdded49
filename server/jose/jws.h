/* Signatures over compact JWS (RFC 7515). The algorithm is bound to the key's kind: an RSA key
 * signs and verifies RS256 and PS256 only, and so on. Any thread; CPU only.
 */
#ifndef TESSERA_JOSE_JWS_H
#define TESSERA_JOSE_JWS_H

#include "jose/gate.h"
#include "jose/key.h"

/* A protected header, prepared once and used for many tokens. */
struct jws_header {
    enum jose_alg alg;
    const char *typ; /* NULL: none */
    const char *kid; /* NULL: none */
    str_t encoded;   /* base64url of the JSON */
};

/* `typ` NULL and `kid` absent are left out. Lives with the arena. */
struct jws_header jws_header(arena_t *arena, enum jose_alg alg, const char *typ, str_t kid);

/* The compact form; `payload` is not empty. The key must be private and of the header's
 * algorithm's kind: anything else is RESULT_FAILED. */
MUST_USE result_t jws_sign(arena_t *arena, const struct jose_key *key,
    const struct jws_header *header, str_t payload, str_t *token_out);

/* True only if `key` is of the token's algorithm's kind and its signature over the token holds. */
bool jws_verify(const struct jose_token *token, const struct jose_key *key);

#endif
