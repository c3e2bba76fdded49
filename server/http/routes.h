/* The table of addresses (protocol.md): read from top to bottom, it is what this server answers. */
#ifndef TESSERA_HTTP_ROUTES_H
#define TESSERA_HTTP_ROUTES_H

#include "http/router.h"

struct http_routes {
    const struct http_route *items;
    size_t n;
};

extern const struct http_routes http_public_routes;
extern const struct http_routes
    http_development_routes; /* those, and the development server's own */
extern const struct http_routes http_management_routes;

#endif
