/* Absolute URIs (RFC 3986), strictly: ASCII, only the characters of the grammar, complete escapes;
 * what a browser would mend (backslash, white space, tab) is refused. Slices borrow the text. Pure;
 * any thread.
 */
#ifndef TESSERA_BASE_URI_H
#define TESSERA_BASE_URI_H

#include "base/arena.h"

struct uri {
    str_t scheme;    /* as written; compare without case */
    str_t userinfo;  /* absent if there is no '@' */
    str_t host;      /* without the brackets of an IPv6 literal; empty without an authority */
    bool ip_literal; /* the host stood in brackets */
    str_t port;      /* digits; absent if there is none */
    str_t path;
    str_t query;    /* absent without '?' */
    str_t fragment; /* absent without '#' */
};

/* False if `text` is no absolute URI. A port is 1 to 5 digits, up to 65535. */
bool uri_parse(str_t text, struct uri *uri_out);

/* 127.0.0.0/8 as a dotted quad, [::1], or localhost (RFC 8252, section 8.3; RFC 6761, 6.3). */
bool uri_is_loopback(const struct uri *uri);
/* The same for an address, not a name. */
bool uri_is_loopback_literal(const struct uri *uri);

/* The host in lower case. */
str_t uri_host(arena_t *arena, const struct uri *uri);

/* scheme://host[:port] in lower case, default ports left out (RFC 6454, section 6.2). */
str_t uri_origin(arena_t *arena, const struct uri *uri);

#endif
