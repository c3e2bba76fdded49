/* Signatures over compact JWS (RFC 7515). The algorithm is bound to the key's kind: an RSA key
 * signs and verifies RS256 and PS256 only, and so on. Any thread; CPU only.
 */
#ifndef TESSERA_JOSE_JWS_H
#define TESSERA_JOSE_JWS_H

#include "jose/gate.h"
#include "jose/key.h"

/* The encoded protected header: alg, typ, kid. `typ` NULL and `kid` absent are left out. */
str_t jws_header(arena_t *arena, enum jose_alg alg, const char *typ, str_t kid);

/* "header.payload.signature". `header` is what jws_header made for the same `alg`. */
MUST_USE result_t jws_sign(arena_t *arena, const struct jose_key *key, enum jose_alg alg,
    str_t header, str_t payload, str_t *token_out);

/* True only if `key` is of the token's algorithm's kind and its signature over the token holds. */
bool jws_verify(const struct jose_token *token, const struct jose_key *key);

#endif
