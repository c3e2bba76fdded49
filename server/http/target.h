/* The request target, raw: path and query as they came, nothing decoded. Pure; any thread. */
#ifndef TESSERA_HTTP_TARGET_H
#define TESSERA_HTTP_TARGET_H

#include "base/str.h"

/* Origin form only (RFC 9112, section 3.2.1): '/' first, characters and escapes of the grammar. The
 * query is absent without '?'. False for anything else; slices borrow the target. */
bool http_target_split(str_t target, str_t *path_out, str_t *query_out);

#endif
