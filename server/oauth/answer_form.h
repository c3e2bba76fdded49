/* How answers to a client travel: as JSON, or signed, encrypted, or both (OpenID Connect
 * Registration, section 2; RFC 9701, section 6). Lives within the client that registered it. */
#ifndef TESSERA_OAUTH_ANSWER_FORM_H
#define TESSERA_OAUTH_ANSWER_FORM_H

#include "base/str.h"

#include <jansson.h>

/* Of one kind of answer. Names are static. Signed and encrypted: a signed token within an encrypted
 * one (RFC 7519, section 5.2). */
struct oauth_answer_form {
    const char *signing_alg;    /* NULL: not signed */
    const char *encryption_alg; /* NULL: not encrypted; empty: by one that we do not know */
    const char *encryption_enc; /* not NULL if it is encrypted */
};

/* Signature algorithms that a client may choose for its tokens; the static name, or NULL. */
const char *oauth_signing_alg_find(str_t name);
extern const char *const oauth_signing_algs[]; /* ends with NULL */

/* How the content's key is encrypted, and the content (RFC 7518, sections 4.1 and 5.1); likewise.
 */
const char *oauth_encryption_alg_find(str_t name);
const char *oauth_encryption_enc_find(str_t name);
extern const char *const oauth_encryption_algs[];
extern const char *const oauth_encryption_encs[];

/* From the members KIND_signed_response_alg, KIND_encrypted_response_alg and
 * KIND_encrypted_response_enc of a registration; `signing_alg` if it names none. */
struct oauth_answer_form oauth_answer_form_read(
    const json_t *metadata, const char *kind, const char *signing_alg);

#endif
