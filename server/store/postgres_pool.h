/* A bounded set of connections, shared by those who read and those who run transactions: neither
 * part may take them all. Who finds nothing free waits in a bounded queue for a bounded time; while
 * the server is away everybody is told at once. Any thread.
 */
#ifndef TESSERA_STORE_POSTGRES_POOL_H
#define TESSERA_STORE_POSTGRES_POOL_H

#include "store/postgres_connection.h"

struct postgres_pool;

enum postgres_part { POSTGRES_READS, POSTGRES_TRANSACTIONS };

/* Opens nothing; one of `options` connections is left for the writer. Own. */
struct postgres_pool *postgres_pool_new(str_t url, const struct db_options *options);
/* All connections must have been given back. NULL inside is fine; sets it to NULL. */
void postgres_pool_free(struct postgres_pool **pool);

/* RESULT_UNAVAILABLE if the server is away, RESULT_BUSY if nothing became free. */
MUST_USE result_t postgres_pool_borrow(struct postgres_pool *pool, enum postgres_part part,
    struct postgres_connection **connection_out);
void postgres_pool_give_back(
    struct postgres_pool *pool, enum postgres_part part, struct postgres_connection *connection);

/* A connection beside the pool, the caller's own. A server that allows no more gets an idle one
 * back first. */
MUST_USE result_t postgres_pool_open_apart(
    struct postgres_pool *pool, int lock_ms, struct postgres_connection **connection_out);

#endif
