/* One running server: storage, keys, pages, the two listeners and the thread that looks after keys
 * and expired rows. Started, reloaded and stopped by one thread.
 */
#ifndef TESSERA_APP_NODE_H
#define TESSERA_APP_NODE_H

#include "app/storage.h"

struct node;

struct node_options {
    const struct config *config; /* borrowed until node_stop */
    bool development;            /* the outbox and the demo application are served */
    str_t demo_client_id;        /* of a development server */
};

/* Opens everything, brings the schema up, and listens. RESULT_UNAVAILABLE if an address is in use.
 * Own. */
MUST_USE result_t node_start(const struct node_options *options, struct node **node_out);

struct storage *node_storage(struct node *node);

/* The certificate's files again. Without TLS nothing happens. */
MUST_USE result_t node_reload_certificate(struct node *node);

/* The operator's letters again. If one is broken, all stay as they were. */
MUST_USE result_t node_reload_letters(struct node *node);

/* Takes no new connections, lets what has begun end for a while, and closes everything. NULL inside
 * is fine; sets it to NULL. */
void node_stop(struct node **node);

#endif
