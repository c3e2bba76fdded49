/* Credentials of the Authorization header. Pure; any thread. */
#ifndef TESSERA_HTTP_BASIC_H
#define TESSERA_HTTP_BASIC_H

#include "base/arena.h"

enum http_credentials {
    HTTP_CREDENTIALS_NONE,      /* no header, or another scheme */
    HTTP_CREDENTIALS_MALFORMED, /* this scheme, but it cannot be read */
    HTTP_CREDENTIALS_OK,
};

/* RFC 7617, section 2, and the form-decoding of both parts that RFC 6749, section 2.3.1, asks for.
 * Both texts live in the arena, and are absent unless the result is OK. */
enum http_credentials http_basic_parse(
    arena_t *arena, str_t authorization, str_t *id_out, str_t *secret_out);

/* RFC 6750, section 2.1; the scheme in any case. The token borrows the header. */
enum http_credentials http_bearer_parse(str_t authorization, str_t *token_out);

#endif
