/* An exchange's reply, on its way out. */
#ifndef TESSERA_HTTP_REPLY_H
#define TESSERA_HTTP_REPLY_H

#include "http/incoming.h"

/* A reply whose headers have no room beside the request's becomes 431. */
void reply_make_fit(const struct incoming *incoming, struct http_exchange *x);

/* Copies the reply into Ulfius's. What its callback has to return. */
int reply_render(const struct http_exchange *x, struct _u_response *response);

#endif
