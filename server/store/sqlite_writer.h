/* The writer of a SQLite file (store/writer.h). A unit that fails leaves nothing and spoils nothing
 * of those that are committed with it.
 */
#ifndef TESSERA_STORE_SQLITE_WRITER_H
#define TESSERA_STORE_SQLITE_WRITER_H

#include "store/sqlite_connection.h"

struct sqlite_writer;

enum sqlite_unit_kind {
    SQLITE_UNIT_STATEMENT, /* one: the database undoes it itself when it fails */
    SQLITE_UNIT_WORK,      /* several: inside a savepoint */
};

/* Never twice at a time. */
typedef result_t sqlite_unit_fn(struct sqlite_connection *connection, void *arg);

/* Takes the connection. RESULT_FAILED without a thread. Own. */
MUST_USE result_t sqlite_writer_start(
    struct sqlite_connection *connection, struct sqlite_writer **writer_out);

/* Commits what waits. Nobody may be in sqlite_writer_do. */
void sqlite_writer_stop(struct sqlite_writer **writer);

/* Blocks until the unit is durable, or failed and left nothing. RESULT_BUSY when too many wait. Any
 * thread but the writer's. */
MUST_USE result_t sqlite_writer_do(
    struct sqlite_writer *writer, enum sqlite_unit_kind kind, sqlite_unit_fn *unit, void *arg);

#endif
