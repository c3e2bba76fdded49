/* Claims about the person (OpenID Connect Core, sections 5.1 and 5.4): one table says which scope
 * releases which claim; ID Token, userinfo and discovery read it.
 */
#ifndef TESSERA_OIDC_CLAIMS_H
#define TESSERA_OIDC_CLAIMS_H

#include "oauth/ports.h"

struct claim {
    const char *scope; /* releases it */
    const char *name;
    bool localized; /* may be asked for with a language tag (section 5.2) */
    void (*put)(json_t *object, const char *name, const struct oauth_subject *subject);
};

/* By its name, which may carry a language tag where the claim is for people to read; NULL if there
 * is none. */
const struct claim *claim_find(str_t name);

/* Sets the claims that the scopes release; a claim without a value is left out (section 5.3.2). */
void claims_put(json_t *object, const struct oauth_subject *subject, str_t scope);

/* The names of all claims that can be released; for discovery. Own. */
json_t *claims_supported(void);

#endif
