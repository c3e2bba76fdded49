/* One parameter of a page's address. */
#ifndef TESSERA_HTTP_QUERY_H
#define TESSERA_HTTP_QUERY_H

#include "http/exchange.h"

/* Absent if it is missing, repeated, or the query cannot be read. In the arena. */
str_t http_query(struct http_exchange *x, const char *name);

#endif
