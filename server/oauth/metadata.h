/* Authorization server metadata (RFC 8414), from the tables that serve it. */
#ifndef TESSERA_OAUTH_METADATA_H
#define TESSERA_OAUTH_METADATA_H

#include "oauth/context.h"

/* Own; json_decref. OpenID Connect adds its members to it (oidc/discovery.h). */
json_t *oauth_metadata(struct oauth_context *ctx);

/* Shared by the parts of the document. */
void metadata_put_url(
    struct oauth_context *ctx, json_t *document, const char *member, const char *path);
void metadata_put_names(json_t *document, const char *member, const char *const *names);
/* KIND_signing_alg_values_supported and the two of encryption. */
void metadata_put_answer(json_t *document, const char *kind);

#endif
