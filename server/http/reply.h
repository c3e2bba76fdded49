/* An exchange's reply, on its way out. */
#ifndef TESSERA_HTTP_REPLY_H
#define TESSERA_HTTP_REPLY_H

#include "http/incoming.h"

#include <microhttpd.h>

/* Hands the reply to the library, and the arena with it: the body is sent from where it lies. A
 * reply whose headers have no room beside the request's becomes 431. What the library's callback
 * has to return. */
enum MHD_Result reply_send(struct incoming *incoming);

/* The same in the middle of a body, where the library takes no reply: status, text and the headers
 * that close are written past it, and the connection must end. */
void reply_cut_off(struct incoming *incoming);

#endif
