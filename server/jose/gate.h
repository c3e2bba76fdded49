/* The one parser of foreign tokens. Compact JWS only (RFC 7515, section 7.1), at most 16 KiB,
 * strict base64url in each part, JSON with duplicates refused, header members from a list. What
 * passes is parsed, and nothing more: no signature has been looked at.
 *
 * Pure; any thread.
 */
#ifndef TESSERA_JOSE_GATE_H
#define TESSERA_JOSE_GATE_H

#include "base/arena.h"
#include "jose/alg.h"

#include <jansson.h>

enum { JOSE_TOKEN_MAX = 16 * 1024, JOSE_KID_MAX = 128 };

/* What is expected where the token was presented. */
struct jose_use {
    unsigned algs; /* JOSE_ALG_BIT of each that is allowed */
    /* NULL-terminated, compared as RFC 7515 section 4.1.9 says: without case, "application/" may
     * be left out. NULL: any typ, or none. */
    const char *const *typs;
    bool typ_optional; /* a token without typ passes as well */
    bool kid_required;
};

struct jose_token {
    enum jose_alg alg;
    str_t kid; /* absent if the header has none */
    str_t typ;
    json_t *payload; /* an object; owned by the token */
    str_t signing_input;
    str_t signature;
};

/* For the log; a client learns only that the token is invalid. */
enum jose_refusal {
    JOSE_ACCEPTED,
    JOSE_TOO_LONG,
    JOSE_NOT_COMPACT,     /* not three parts, or an empty one */
    JOSE_NOT_BASE64URL,   /* alphabet, '=', length or trailing bits */
    JOSE_HEADER_NOT_JSON, /* or a duplicate member, or no object */
    JOSE_HEADER_MEMBER,   /* jwk, jku, x5u, x5c, crit, zip, b64, or unknown, or of a wrong type */
    JOSE_ALG_NOT_ALLOWED, /* none, in any case, and all that is not on the list */
    JOSE_TYP_NOT_ALLOWED,
    JOSE_KID_MISSING,
    JOSE_PAYLOAD_NOT_JSON,
    JOSE_SIGNATURE_WRONG, /* never said by the gate, but by those behind it */
    JOSE_KEY_UNKNOWN,     /* likewise */
};

const char *jose_refusal_text(enum jose_refusal refusal);

/* Slices in *token_out live as long as the arena; the payload until jose_token_clear. Unless it
 * is JOSE_ACCEPTED, *token_out is empty. */
enum jose_refusal gate_parse(
    arena_t *arena, str_t text, const struct jose_use *use, struct jose_token *token_out);

void jose_token_clear(struct jose_token *token); /* an empty one is fine */

/* A token under a shared secret (HS256): a type of its own, so that no public key is ever taken for
 * a secret, nor the reverse (RFC 8725, section 2.1). */
struct jose_mac_token {
    json_t *payload; /* an object; owned by the token */
    str_t signing_input;
    str_t mac;
};

/* As gate_parse, but the algorithm is HS256 and no other; use->algs and kid are not looked at. */
enum jose_refusal gate_parse_mac(
    arena_t *arena, str_t text, const struct jose_use *use, struct jose_mac_token *token_out);

#define AUTO_JOSE_TOKEN __attribute__((cleanup(jose_token_clear))) struct jose_token

#endif
