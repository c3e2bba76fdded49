/* How long an answer may be served again (RFC 9111, sections 4.2 and 5.2.2), within our own bounds:
 * a peer cannot make us ask at every request, nor never again. Pure; any thread. */
#ifndef TESSERA_FETCH_FRESHNESS_H
#define TESSERA_FETCH_FRESHNESS_H

#include "base/str.h"

enum { FRESH_MIN_S = 10, FRESH_DEFAULT_S = 300, FRESH_MAX_S = 3600 };

/* Seconds from FRESH_MIN_S to FRESH_MAX_S; the headers may be absent. */
int64_t freshness_s(str_t cache_control, str_t age);

#endif
