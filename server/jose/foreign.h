/* The core's port to JWTs that others signed: clients' assertions, and the like. */
#ifndef TESSERA_JOSE_FOREIGN_H
#define TESSERA_JOSE_FOREIGN_H

#include "oauth/ports.h"

extern const struct oauth_jwt_verifier foreign_jwt_verifier;

#endif
