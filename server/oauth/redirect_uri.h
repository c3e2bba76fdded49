/* Redirect URIs (RFC 6749, section 3.1.2; RFC 8252, sections 7 and 8; RFC 9700, section 2.1). Pure.
 */
#ifndef TESSERA_OAUTH_REDIRECT_URI_H
#define TESSERA_OAUTH_REDIRECT_URI_H

#include "oauth/client.h"

enum { REDIRECT_URI_MAX_LEN = 2048 };

/* NULL if a client of this type may register `uri`, else why not, as a static sentence: https; http
 * for loopback only; a native client's private scheme, which has a dot (RFC 8252, section 7.1); no
 * fragment, no userinfo, no wildcard. */
const char *redirect_uri_refusal(enum oauth_client_type type, str_t uri);

/* Byte for byte; but the port of a registered http loopback IP literal is free (RFC 8252, section
 * 7.3), since a native app takes what the system gives it. */
bool redirect_uri_matches(str_t registered, str_t given);

/* What a page names as the address that the browser will return to: the host, or the private
 * scheme. */
str_t redirect_uri_host(arena_t *arena, str_t uri);

/* The source expression for Content-Security-Policy's form-action: the origin, or "scheme:". */
str_t redirect_uri_csp_source(arena_t *arena, str_t uri);

#endif
