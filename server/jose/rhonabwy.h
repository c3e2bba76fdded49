/* What rhonabwy does for us: RS256 and PS256 signatures and JWK exports, of our own keys and our
 * own input. It parses nothing foreign (docs/decisions/0003). For this folder only.
 */
#ifndef TESSERA_JOSE_RHONABWY_H
#define TESSERA_JOSE_RHONABWY_H

#include "jose/jws.h"

#include <gnutls/abstract.h>

/* A private RSA key as rhonabwy wants it, from PKCS#8 DER. NULL if it refuses. Own. Immutable: any
 * thread may sign with it. */
void *rhonabwy_key_new(str_t der);
void rhonabwy_key_free(void *key); /* NULL is fine */

MUST_USE result_t rhonabwy_sign(
    arena_t *arena, void *key, const struct jws_header *header, str_t payload, str_t *token_out);

/* The members of a public RSA or EC key as rhonabwy writes them; coordinates may be too short or
 * too long. NULL if it refuses. Own. */
json_t *rhonabwy_export(gnutls_pubkey_t key);

#endif
