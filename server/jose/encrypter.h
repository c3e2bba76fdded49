/* Encryption as the protocol core asks for it. */
#ifndef TESSERA_JOSE_ENCRYPTER_H
#define TESSERA_JOSE_ENCRYPTER_H

#include "base/random.h"
#include "oauth/ports.h"

/* Borrows the source. */
struct oauth_encrypter jwe_encrypter(const struct random_source *random);

#endif
