/* One connection to a SQLite file with its prepared statements. One thread at a time. */
#ifndef TESSERA_STORE_SQLITE_CONNECTION_H
#define TESSERA_STORE_SQLITE_CONNECTION_H

#include "store/db_types.h"

struct sqlite_connection;

/* A connection that only reads refuses writes. Own. */
MUST_USE result_t sqlite_connection_open(
    const char *path, bool reads_only, struct sqlite_connection **connection_out);
void sqlite_connection_close(struct sqlite_connection **connection);

MUST_USE result_t sqlite_connection_run(struct sqlite_connection *connection, arena_t *arena,
    const char *sql, struct db_args args, struct db_rows *rows_out);

/* Statements without parameters or rows. */
MUST_USE result_t sqlite_connection_script(struct sqlite_connection *connection, const char *sql);

bool sqlite_connection_in_transaction(struct sqlite_connection *connection);

/* BEGIN, COMMIT and the like: a static text without parameters or rows, kept prepared. */
MUST_USE result_t sqlite_connection_control(struct sqlite_connection *connection, const char *sql);

#endif
