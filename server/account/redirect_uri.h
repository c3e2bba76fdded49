/* Which redirect URIs may be registered (RFC 6749 3.1.2, RFC 8252 7, RFC 9700 2.1). How a request's
 * URI is compared with them is oauth's. Pure.
 */
#ifndef TESSERA_ACCOUNT_REDIRECT_URI_H
#define TESSERA_ACCOUNT_REDIRECT_URI_H

#include "oauth/client.h"

enum { ACCOUNT_URI_MAX = 2000 };

/* NULL if it may be, else why not; static. https everywhere; http only to a loopback address or
 * localhost; a private scheme only for native clients and only with a dot in it (RFC 8252 7.1). */
const char *redirect_uri_problem(enum oauth_client_type type, str_t uri);

/* NULL for an absolute https URI without user info and fragment (logo, policy, terms). */
const char *https_uri_problem(str_t uri);

#endif
