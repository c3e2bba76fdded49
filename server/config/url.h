/* The parts of an absolute URL, for settings. */
#ifndef TESSERA_CONFIG_URL_H
#define TESSERA_CONFIG_URL_H

#include "base/str.h"

struct url {
    str_t scheme;
    str_t user; /* absent without "@"; "name:password" */
    str_t host; /* lower case, digits, '.', '-', or an IPv6 address in brackets */
    str_t port; /* absent, or 1 to 65535 */
    str_t path; /* may be empty; begins with '/' */
    bool has_query;
    bool has_fragment;
};

/* SCHEME://[USER@]HOST[:PORT][/PATH][?QUERY][#FRAGMENT]; parts are borrowed from `text`. */
bool url_parse(str_t text, struct url *url_out);

/* "localhost", a name below it, 127.0.0.0/8 or [::1]. */
bool url_is_loopback(const struct url *url);

#endif
