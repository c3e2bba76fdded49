/* Requests whose end or meaning two servers could read differently, refused before anything else
 * looks at them (RFC 9110, sections 5 and 10.1.1; RFC 9112, sections 3.2, 6.1, 6.3 and 11.2). Pure;
 * any thread. */
#ifndef TESSERA_HTTP_GATE_H
#define TESSERA_HTTP_GATE_H

#include "http/exchange.h"

struct http_refusal {
    int status;      /* 0: nothing is wrong */
    const char *why; /* a sentence */
};

/* What it refuses, it refuses for the connection too: nobody knows where the next request begins.
 */
struct http_refusal http_gate(const struct http_request *request);

#endif
