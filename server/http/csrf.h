/* Whether a request that changes something came from our own pages. Beside the token in each form,
 * never in its place. Pure; any thread. */
#ifndef TESSERA_HTTP_CSRF_H
#define TESSERA_HTTP_CSRF_H

#include "http/exchange.h"

/* Sec-Fetch-Site decides where it is sent (Fetch Metadata): with Referrer-Policy no-referrer,
 * Chromium posts "Origin: null" even to the same origin. Then Origin must be the site's. A client
 * that sends neither is no browser of today, and carries nobody's cookies. */
bool http_is_same_origin(const struct http_request *request, const struct http_site *site);

#endif
