/* The host of a URI without brackets: a name or an IPv4 address, and nothing that a library might
 * read otherwise. Pure; any thread.
 */
#ifndef TESSERA_BASE_HOST_H
#define TESSERA_BASE_HOST_H

#include "base/str.h"

enum { HOST_NAME_MAX = 253 };

enum host_kind {
    HOST_INVALID,
    HOST_NAME, /* labels of letters, digits, '-' and '_', no dot at the end (RFC 1123, 2.1) */
    HOST_IPV4, /* four decimal numbers without leading zeros */
};

/* A text that ends in a number is an address or nothing (WHATWG URL, section 3.5): 0x7f000001,
 * 2130706433, 127.1 and 0177.0.0.1 are no names. */
enum host_kind host_kind(str_t host);

#endif
