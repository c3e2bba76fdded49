/* ID Tokens (OpenID Connect Core, sections 2 and 3.1.3.6). */
#ifndef TESSERA_OIDC_ID_TOKEN_H
#define TESSERA_OIDC_ID_TOKEN_H

#include "oauth/client.h"

/* What the token endpoint hangs in (struct oauth_id_token_issuer). */
extern const struct oauth_id_token_issuer oidc_id_token_issuer;

#endif
