/* Cross-origin reads (Fetch, section 3.2): for everyone, or for the origins of clients' redirect
 * URIs; never with cookies. Any thread. */
#ifndef TESSERA_HTTP_CORS_H
#define TESSERA_HTTP_CORS_H

#include "http/exchange.h"

enum http_cors_rule { HTTP_CORS_NONE, HTTP_CORS_ALL, HTTP_CORS_CLIENTS };

/* Asks the store; `origin` is serialised as browsers do. May block. */
struct http_cors_origins {
    void *self;
    result_t (*known)(void *self, arena_t *arena, str_t origin, bool *known_out);
};

/* Adds what the browser needs to let the page read this reply, or nothing. */
result_t http_cors_reply(
    struct http_exchange *x, enum http_cors_rule rule, const struct http_cors_origins *origins);

/* The reply to a preflight; `allow` is the value of Allow. */
result_t http_cors_preflight(struct http_exchange *x, enum http_cors_rule rule,
    const struct http_cors_origins *origins, str_t allow);

#endif
