/* The request target, raw: path and query as they came, nothing decoded. Pure; any thread. */
#ifndef TESSERA_HTTP_TARGET_H
#define TESSERA_HTTP_TARGET_H

#include "base/str.h"

struct http_target {
    str_t authority; /* absent but in absolute form */
    str_t path;      /* begins with '/' */
    str_t query;     /* absent without '?' */
};

/* Origin form, and absolute form with http or https, which a server must take too (RFC 9112,
 * section 3.2): characters and escapes of the grammar. False for anything else; slices borrow the
 * target. */
bool http_target_split(str_t target, struct http_target *target_out);

#endif
