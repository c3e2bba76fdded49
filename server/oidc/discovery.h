/* The discovery document (OpenID Connect Discovery, section 3), on top of RFC 8414's. */
#ifndef TESSERA_OIDC_DISCOVERY_H
#define TESSERA_OIDC_DISCOVERY_H

#include "oauth/context.h"

/* What the parts beside this one can do. */
struct oidc_surroundings {
    str_t languages;         /* of the pages, space-separated */
    const char *const *acrs; /* classes that a sign-in can reach; ends with NULL */
};

/* Own; json_decref. */
json_t *oidc_discovery(struct oauth_context *ctx, const struct oidc_surroundings *surroundings);

#endif
