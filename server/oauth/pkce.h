/* Proof Key for Code Exchange (RFC 7636), S256 only: `plain` shows the verifier to whoever sees the
 * request (RFC 9700, section 2.1.1).
 */
#ifndef TESSERA_OAUTH_PKCE_H
#define TESSERA_OAUTH_PKCE_H

#include "base/arena.h"

/* Section 4.2: base64url of 32 bytes. */
bool pkce_challenge_valid(str_t challenge);

/* Sections 4.1 and 4.6: the verifier's syntax, then S256 against the challenge. */
bool pkce_verify(arena_t *arena, str_t verifier, str_t challenge);

#endif
