/* Requests whose end or meaning two servers could read differently, refused before anything else
 * looks at them (RFC 9112, sections 3.2, 6.1, 6.3 and 11.2). Pure; any thread. */
#ifndef TESSERA_HTTP_GATE_H
#define TESSERA_HTTP_GATE_H

#include "http/exchange.h"

/* NULL, or what is wrong, as a sentence; the connection must be closed then. */
const char *http_gate(const struct http_request *request);

#endif
