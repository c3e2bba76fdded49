/* The discovery document (OpenID Connect Discovery, section 3), on top of RFC 8414's. */
#ifndef TESSERA_OIDC_DISCOVERY_H
#define TESSERA_OIDC_DISCOVERY_H

#include "oauth/context.h"

/* `languages`: of the pages, space-separated. Own; json_decref. */
json_t *oidc_discovery(struct oauth_context *ctx, str_t languages);

#endif
