/* One database, two engines: SQLite in the process, PostgreSQL beside it. The same SQL text runs on
 * both: parameters are $1, $2, ..., what is written once says RETURNING or ON CONFLICT, times and
 * booleans are integers. Only db_*.c and migrate.c know an engine.
 *
 * Any thread may call; every call may block. What a write acknowledged survives the death of the
 * process and of the machine.
 *
 * Texts are UTF-8 without NUL (RESULT_FAILED, nothing is asked); blobs are any bytes.
 *
 * Failures: RESULT_CONFLICT a unique or foreign key rule refused, and nothing was written;
 * RESULT_UNAVAILABLE disk full, read-only, or the server away (a later call connects again; a write
 * that was on its way may have been done: read, never send it again);
 * RESULT_BUSY the bounded queue is full; RESULT_DAMAGED the file is damaged; RESULT_FAILED anything
 * else. The engine's own words go to the log, never a parameter.
 */
#ifndef TESSERA_STORE_DB_H
#define TESSERA_STORE_DB_H

#include "store/db_types.h"

extern const struct db_options db_options_default;

/* "sqlite:PATH" (made if it is not there, 0600), "postgres://..." or "postgresql://...". Starts the
 * writer. RESULT_UNAVAILABLE if the server cannot be reached. Own. */
MUST_USE result_t db_open(str_t url, const struct db_options *options, struct db **db_out);

/* No call may be running. What is queued is committed first. NULL inside is fine; sets it to NULL.
 */
void db_close(struct db **db);

enum db_engine db_engine(const struct db *db);

/* Fine when a trivial question is answered: for readiness. */
MUST_USE result_t db_ping(struct db *db);

/* Looks for damage in the whole of it, before anything is served: SQLite would tell of a page only
 * when somebody needs it. RESULT_DAMAGED. Reads the file once; PostgreSQL looks after its own. */
MUST_USE result_t db_check(struct db *db);

/* Absent and 0 for NULL. The column must exist: anything else is our own mistake. */
str_t db_row_text(const struct db_rows *rows, size_t row, size_t column);
str_t db_row_blob(const struct db_rows *rows, size_t row, size_t column);
int64_t db_row_int(const struct db_rows *rows, size_t row, size_t column);

/* `sql` is a static text: statements are prepared once a connection and found again by its address.
 * Sees everything that was acknowledged before the call. */
MUST_USE result_t db_read(
    struct db *db, arena_t *arena, const char *sql, struct db_args args, struct db_rows *rows_out);

/* One statement, atomic by itself, durable when it returns. Many callers' statements share one
 * commit. `rows_out` may be NULL. */
MUST_USE result_t db_write(
    struct db *db, arena_t *arena, const char *sql, struct db_args args, struct db_rows *rows_out);

/* Several statements, all or none. `work` runs on the writer's side with serialised writes (SQLite)
 * or in a transaction of its own (PostgreSQL, READ COMMITTED: a row that must not change between
 * two statements is locked by a conditional UPDATE first). A failure that it returns, or that
 * one of its statements met, rolls all of them back and is what db_transact answers; after it no
 * further statement is tried. It must not call db_read, db_write or
 * db_transact, and may run a second time after a serialisation failure: it changes nothing but
 * rows and what `arg` points to, from scratch. */
MUST_USE result_t db_transact(struct db *db, arena_t *arena, db_work_fn *work, void *arg);
MUST_USE result_t db_tx_run(struct db_tx *tx, arena_t *arena, const char *sql, struct db_args args,
    struct db_rows *rows_out);

#endif
