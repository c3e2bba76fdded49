/* One connection to a PostgreSQL server with its prepared statements. One thread at a time. */
#ifndef TESSERA_STORE_POSTGRES_CONNECTION_H
#define TESSERA_STORE_POSTGRES_CONNECTION_H

#include "store/db_types.h"

struct postgres_connection;

/* Blocks for a bounded time. A statement that waits longer than `lock_ms` for what another
 * transaction holds is refused. RESULT_UNAVAILABLE if there is no server that writes;
 * RESULT_FAILED if its database cannot hold all texts. Own. */
MUST_USE result_t postgres_connection_open(
    const char *url, int lock_ms, struct postgres_connection **connection_out);
void postgres_connection_close(struct postgres_connection **connection);

/* False once it is broken: close it and open another. */
bool postgres_connection_alive(const struct postgres_connection *connection);

/* For one that was idle: the server has closed it, or said something that nobody asked for. */
bool postgres_connection_stale(const struct postgres_connection *connection);

MUST_USE result_t postgres_connection_run(struct postgres_connection *connection, arena_t *arena,
    const char *sql, struct db_args args, struct db_rows *rows_out);

/* Statements without parameters or rows. */
MUST_USE result_t postgres_connection_script(
    struct postgres_connection *connection, const char *sql);

/* One statement of a batch. */
enum { POSTGRES_BATCH_MAX = 64 };
struct postgres_statement {
    arena_t *arena;
    const char *sql;
    struct db_args args;
    struct db_rows *rows;
};

/* All of them in one transaction and one round trip. OK: all are durable. Else nothing is, and
 * *broken_at_out is the one that failed; or `n` when it was the commit, or when the connection
 * broke: then nobody knows what came of it. */
MUST_USE result_t postgres_connection_batch(struct postgres_connection *connection,
    const struct postgres_statement *statements, size_t n, size_t *broken_at_out);

/* Of the last failure: a second try of the whole transaction may mend it (SQLSTATE 40001, 40P01),
 * or another transaction held a lock for too long (55P03). */
bool postgres_connection_may_retry(const struct postgres_connection *connection);
bool postgres_connection_met_lock(const struct postgres_connection *connection);

#endif
