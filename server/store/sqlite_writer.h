/* The writer of a SQLite file (store/writer.h): each unit of work stands inside its own savepoint.
 */
#ifndef TESSERA_STORE_SQLITE_WRITER_H
#define TESSERA_STORE_SQLITE_WRITER_H

#include "store/sqlite_connection.h"

struct sqlite_writer;

/* Never twice at a time. */
typedef result_t sqlite_unit_fn(struct sqlite_connection *connection, void *arg);

/* Takes the connection. RESULT_FAILED without a thread. Own. */
MUST_USE result_t sqlite_writer_start(
    struct sqlite_connection *connection, struct sqlite_writer **writer_out);

/* Commits what waits. Nobody may be in sqlite_writer_do. */
void sqlite_writer_stop(struct sqlite_writer **writer);

/* Blocks until the unit is durable, or failed and left nothing. RESULT_BUSY when too many wait. Any
 * thread but the writer's. */
MUST_USE result_t sqlite_writer_do(struct sqlite_writer *writer, sqlite_unit_fn *unit, void *arg);

#endif
