/* What a client prefers (RFC 9110, section 12.5). Pure; any thread. */
#ifndef TESSERA_HTTP_ACCEPT_H
#define TESSERA_HTTP_ACCEPT_H

#include "base/str.h"

/* Whether an Accept header ranks application/json above text/html. No header: HTML. */
bool http_prefers_json(str_t accept);

/* Whether an Accept header asks for `media` by its own name, and for JSON no more than for it. */
bool http_asks_for(str_t accept, str_t media);

/* The best of `offered` for an Accept-Language header, by quality, then by the client's order; "de"
 * serves "de-AT" (RFC 4647, section 3.4). Absent if none fits. */
str_t http_accept_language(str_t accept_language, str_array_t offered);

/* Whether "br" or "gzip" may be sent: named with a quality above 0, or by '*'. */
bool http_accepts_encoding(str_t accept_encoding, str_t coding);

#endif
