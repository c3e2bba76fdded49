/* Sockets that listen. */
#ifndef TESSERA_HTTP_LISTEN_H
#define TESSERA_HTTP_LISTEN_H

#include "base/result.h"
#include "config/address.h"

/* One socket for each address of `listen`, all on one port: where that is 0, a port that is free on
 * all of them. The log says which address could not be had, and why. */
MUST_USE result_t http_listen(
    const struct address_listen *listen, int sockets_out[2], uint16_t *port_out);

#endif
