/* Token revocation (RFC 7009). */
#ifndef TESSERA_OAUTH_REVOKE_H
#define TESSERA_OAUTH_REVOKE_H

#include "oauth/client_auth/methods.h"

/* A refresh token ends its whole grant, an access token only itself. Unknown and dead tokens are no
 * mistake (section 2.2); a token of another client is refused and lives on. */
MUST_USE result_t oauth_revoke(struct oauth_context *ctx, const struct oauth_presented *presented,
    struct oauth_error *error_out);

#endif
