/* The issuer as the wire sees it. Immutable; any thread. */
#ifndef TESSERA_HTTP_SITE_H
#define TESSERA_HTTP_SITE_H

#include "base/arena.h"

struct http_site {
    str_t issuer;
    str_t origin;    /* scheme://host[:port], lower case, default ports left out */
    str_t authority; /* what the Host header must be: the origin without its scheme */
    str_t base;      /* the issuer's path without a slash at its end; mostly empty */
    bool secure;     /* https */
    bool loopback;   /* nobody but this machine reaches it */
};

/* False if the issuer is no http or https URI with a host. */
bool http_site_parse(arena_t *arena, str_t issuer, struct http_site *site_out);

/* Whether a Host header means this site; a default port may be written or left out. */
bool http_site_is_host(const struct http_site *site, str_t host);

#endif
