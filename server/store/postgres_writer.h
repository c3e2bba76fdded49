/* The writer of a PostgreSQL database (store/writer.h): statements that wait together go over in
 * one round trip and one transaction. One that fails there takes no others with it: they go again
 * without it, and its own caller runs it apart. So does one that waits for a lock of somebody else,
 * with all others of its text for a second. Statements have one order on every node, so that two
 * nodes do not wait for each other crosswise.
 */
#ifndef TESSERA_STORE_POSTGRES_WRITER_H
#define TESSERA_STORE_POSTGRES_WRITER_H

#include "store/postgres_pool.h"

struct postgres_writer;

/* Connects at once, and again whenever the connection was lost; borrows the pool.
 * RESULT_UNAVAILABLE without a server. Own. */
MUST_USE result_t postgres_writer_start(
    struct postgres_pool *pool, struct postgres_writer **writer_out);

/* Commits what waits. Nobody may be in postgres_writer_do. NULL inside is fine; sets it to NULL. */
void postgres_writer_stop(struct postgres_writer **writer);

/* Blocks until the statement is durable, or failed and left nothing; after RESULT_UNAVAILABLE
 * nobody knows. *apart_out: nothing was done, the caller runs it by itself. RESULT_BUSY when too
 * many wait. */
MUST_USE result_t postgres_writer_do(
    struct postgres_writer *writer, const struct postgres_statement *statement, bool *apart_out);

#endif
