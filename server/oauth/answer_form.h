/* How answers to a client travel: as JSON, or signed, encrypted, or both (OpenID Connect
 * Registration, section 2; RFC 9701, section 6). Lives within the client that registered it. */
#ifndef TESSERA_OAUTH_ANSWER_FORM_H
#define TESSERA_OAUTH_ANSWER_FORM_H

#include "base/str.h"

#include <jansson.h>

/* Of one kind of answer. Names are static. */
struct oauth_answer_form {
    const char *signing_alg; /* NULL: not signed */
};

/* Signature algorithms that a client may choose for its tokens; the static name, or NULL. */
const char *oauth_signing_alg_find(str_t name);
extern const char *const oauth_signing_algs[]; /* ends with NULL */

/* From the members KIND_signed_response_alg and so on of a registration; `signing_alg` if it names
 * none. */
struct oauth_answer_form oauth_answer_form_read(
    const json_t *metadata, const char *kind, const char *signing_alg);

#endif
