/* base64url without padding (RFC 4648, section 5), strict in what it reads: the alphabet only, no
 * '=', a length that can be, trailing bits zero (RFC 7515, section 2; RFC 4648, section 3.5).
 */
#ifndef TESSERA_BASE_BASE64URL_H
#define TESSERA_BASE_BASE64URL_H

#include "base/arena.h"

str_t base64url_encode(arena_t *arena, const void *bytes, size_t len);

/* False if `text` is not strict base64url; the empty text decodes to no bytes. */
bool base64url_decode(arena_t *arena, str_t text, str_t *bytes_out);

/* Standard alphabet with padding (RFC 4648, section 4), as HTTP Basic (RFC 7617) and key files use
 * it. Strict in the same way: padding complete and only at the end. */
str_t base64_encode(arena_t *arena, const void *bytes, size_t len);
bool base64_decode(arena_t *arena, str_t text, str_t *bytes_out);

#endif
