/* What every reply carries, in one place (security.md, "Pages"). Pure; any thread. */
#ifndef TESSERA_HTTP_SECURITY_HEADERS_H
#define TESSERA_HTTP_SECURITY_HEADERS_H

#include "http/exchange.h"

/* Sets what the handler did not set itself: no-store, and a policy that lets the reply do nothing
 * at all; a page brings its own. */
void http_security_headers(struct http_exchange *x);

#endif
