/* Browsers that a person signed in with before, told by a cookie with a secret of 256 bits whose
 * digest is kept. Such a browser is only spared from strangers' locks; it proves nothing else.
 */
#ifndef TESSERA_AUTHN_DEVICE_H
#define TESSERA_AUTHN_DEVICE_H

#include "authn/context.h"

/* The digest under which the cookie's secret is kept; absent for an absent or malformed secret. */
str_t authn_device_digest(struct authn_context *ctx, str_t secret);

/* *known_out: `user_id` (may be absent: an unknown person, who costs the same) signed in with this
 * browser before. */
MUST_USE result_t authn_device_known(
    struct authn_context *ctx, str_t user_id, str_t digest, bool *known_out);

/* Remembers the browser for this person. *secret_out is the cookie's value from now on: the same
 * if it was well formed, since several people may share a browser, else a new one. */
MUST_USE result_t authn_device_remember(
    struct authn_context *ctx, str_t user_id, str_t secret, str_t *secret_out);

#endif
