/* One connection to a PostgreSQL server with its prepared statements. One thread at a time. */
#ifndef TESSERA_STORE_POSTGRES_CONNECTION_H
#define TESSERA_STORE_POSTGRES_CONNECTION_H

#include "store/db_types.h"

struct postgres_connection;

/* Blocks for a bounded time. RESULT_UNAVAILABLE if there is no server. Own. */
MUST_USE result_t postgres_connection_open(
    const char *url, struct postgres_connection **connection_out);
void postgres_connection_close(struct postgres_connection **connection);

/* False once it is broken: close it and open another. */
bool postgres_connection_alive(const struct postgres_connection *connection);

MUST_USE result_t postgres_connection_run(struct postgres_connection *connection, arena_t *arena,
    const char *sql, struct db_args args, struct db_rows *rows_out);

/* Statements without parameters or rows. */
MUST_USE result_t postgres_connection_script(
    struct postgres_connection *connection, const char *sql);

/* The last failure is one that a second try of the whole transaction may mend (SQLSTATE 40001,
 * 40P01). */
bool postgres_connection_may_retry(const struct postgres_connection *connection);

#endif
