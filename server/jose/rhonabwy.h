/* What rhonabwy does for us: JWK exports of our own keys. It parses nothing foreign. For this
 * folder only.
 */
#ifndef TESSERA_JOSE_RHONABWY_H
#define TESSERA_JOSE_RHONABWY_H

#include <gnutls/abstract.h>
#include <jansson.h>

/* The members of a public RSA or EC key as rhonabwy writes them; coordinates may be too short or
 * too long. NULL if it refuses. Own. */
json_t *rhonabwy_export(gnutls_pubkey_t key);

#endif
