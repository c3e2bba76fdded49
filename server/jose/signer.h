/* The keyset as the signer that the protocol core asks for. */
#ifndef TESSERA_JOSE_SIGNER_H
#define TESSERA_JOSE_SIGNER_H

#include "jose/keyset.h"
#include "oauth/ports.h"

/* Borrows the keyset. An algorithm that no key set can hold is RESULT_FAILED. */
struct oauth_signer keyset_signer(struct keyset *keyset);

#endif
