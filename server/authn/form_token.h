/* The token in every form that a page shows: a post without it was not made from our page
 * (OWASP: signed double submit, bound to the browser's own secret). Pure; any thread.
 */
#ifndef TESSERA_AUTHN_FORM_TOKEN_H
#define TESSERA_AUTHN_FORM_TOKEN_H

#include "authn/context.h"

/* A new secret for the browser's cookie: 256 bits, base64url. One secret serves all flows of a
 * browser. */
str_t authn_browser_secret(struct authn_context *ctx);

/* base64url(HMAC-SHA-256(form_key, purpose, subject, browser_secret)). `purpose` names the kind of
 * form ("flow", "logout", "setup"); `subject` what the form is about (the flow's id, the session's
 * id, the link's digest) and may be absent. */
str_t authn_form_token(
    struct authn_context *ctx, const char *purpose, str_t subject, str_t browser_secret);

/* Constant-time. False without a browser secret or a token. */
bool authn_form_token_matches(struct authn_context *ctx, const char *purpose, str_t subject,
    str_t browser_secret, str_t token);

#endif
