/* How many connections each client address has open: IPv4 addresses by themselves, IPv6 by their
 * /64, which is what one subscriber gets. Belongs to connection.c, under its lock.
 */
#ifndef TESSERA_HTTP_PEERS_H
#define TESSERA_HTTP_PEERS_H

#include "base/random.h"

#include <sys/socket.h>

struct peers;
struct peer;

/* NULL without memory. */
struct peers *peers_new(const struct random_source *random);
void peers_free(struct peers **peers); /* no connection is left */

/* Counts one more connection of that address. NULL without memory: it is not counted. */
struct peer *peers_enter(struct peers *peers, const struct sockaddr *address);
void peers_leave(struct peers *peers, struct peer *peer);

/* Connections of the peer, this one included. */
unsigned peer_connections(const struct peer *peer);

#endif
