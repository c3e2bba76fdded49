/* Claims about the person (OpenID Connect Core, sections 5.1 and 5.4): one table says which scope
 * releases which claim; ID Token, userinfo and discovery read it.
 */
#ifndef TESSERA_OIDC_CLAIMS_H
#define TESSERA_OIDC_CLAIMS_H

#include "oauth/ports.h"

/* Sets the claims that the scopes release; a claim without a value is left out (section 5.3.2). */
void claims_put(json_t *object, const struct oauth_subject *subject, str_t scope);

/* The names of all claims that can be released; for discovery. Own. */
json_t *claims_supported(void);

#endif
