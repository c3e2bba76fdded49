/* A request that came by POST from a client's site, where our SameSite cookies did not come with it
 * (OpenID Connect Core 3.1.2.1 and RP-Initiated Logout 2 ask for POST): it is kept, and the browser
 * is sent to fetch the answer by GET with a reference, so that nothing of it stands in an address.
 */
#ifndef TESSERA_OAUTH_STORED_REQUEST_H
#define TESSERA_OAUTH_STORED_REQUEST_H

#include "oauth/context.h"

enum { STORED_REQUEST_S = 600 };

/* `request`: form-encoded. The reference is 256 bits, kept as its digest; it may be used again
 * until it expires, since people reload pages. */
MUST_USE result_t stored_request_keep(
    struct oauth_context *ctx, str_t request, str_t *reference_out);

/* Absent in *request_out if it is unknown or expired. */
MUST_USE result_t stored_request_find(
    struct oauth_context *ctx, str_t reference, str_t *request_out);

#endif
