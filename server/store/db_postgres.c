#include "store/db_engine.h"
#include "store/postgres_pool.h"
#include "store/postgres_writer.h"

#include <stdlib.h>

enum { TRIES = 3 };

struct postgres_db {
    struct db db;
    struct postgres_pool *pool;
    struct postgres_writer *writer;
};

struct postgres_tx {
    struct db_tx tx;
    struct postgres_connection *connection;
};

static const struct db_functions functions;

static struct postgres_db *self_of(struct db *db)
{
    return (struct postgres_db *)db;
}

static struct postgres_connection *connection_of(struct db_tx *tx)
{
    return ((struct postgres_tx *)tx)->connection;
}

/* Whatever broke, nothing was written: it is asked again. */
static result_t read_rows(
    struct db *db, arena_t *arena, const char *sql, struct db_args args, struct db_rows *rows_out)
{
    struct postgres_db *self = self_of(db);
    struct postgres_connection *connection;
    result_t done = OK;
    bool again = true;

    for (int i = 0; i < TRIES && again; i++) {
        TRY(postgres_pool_borrow(self->pool, POSTGRES_READS, &connection));
        done = postgres_connection_run(connection, arena, sql, args, rows_out);
        again = !postgres_connection_alive(connection);
        postgres_pool_give_back(self->pool, POSTGRES_READS, connection);
    }
    return done;
}

/* What a write that broke off came to is unknown, so it is never sent twice; what was rolled back
 * for the sake of another is. */
static result_t write_apart(struct postgres_db *self, const struct postgres_statement *statement)
{
    struct postgres_connection *connection;
    result_t done = OK;
    bool again = true;

    TRY(postgres_pool_borrow(self->pool, POSTGRES_TRANSACTIONS, &connection));
    for (int i = 0; i < TRIES && again; i++) {
        done = postgres_connection_run(
            connection, statement->arena, statement->sql, statement->args, statement->rows);
        again = !result_ok(done) && postgres_connection_may_retry(connection);
    }
    postgres_pool_give_back(self->pool, POSTGRES_TRANSACTIONS, connection);
    return done;
}

static result_t write_rows(
    struct db *db, arena_t *arena, const char *sql, struct db_args args, struct db_rows *rows_out)
{
    struct postgres_statement statement = {arena, sql, args, rows_out};
    bool apart;

    TRY(postgres_writer_do(self_of(db)->writer, &statement, &apart));
    return apart ? write_apart(self_of(db), &statement) : OK;
}

static result_t attempt(struct postgres_connection *connection, arena_t *arena, db_work_fn *work,
    void *arg, bool *again_out)
{
    struct postgres_tx tx = {{&functions, OK}, connection};

    *again_out = false;
    TRY(postgres_connection_script(connection, "BEGIN"));
    result_t done = db_tx_outcome(&tx.tx, work(&tx.tx, arena, arg));
    *again_out = !result_ok(done) && postgres_connection_may_retry(connection);
    if (result_ok(done)) {
        done = postgres_connection_script(connection, "COMMIT");
        *again_out = !result_ok(done) && postgres_connection_may_retry(connection);
    } else if (postgres_connection_alive(connection)) {
        result_t ignored = postgres_connection_script(connection, "ROLLBACK");
        (void)ignored;
    }
    return done;
}

static result_t transact(struct db *db, arena_t *arena, db_work_fn *work, void *arg)
{
    struct postgres_db *self = self_of(db);
    struct postgres_connection *connection;
    result_t done = OK;
    bool again = true;

    TRY(postgres_pool_borrow(self->pool, POSTGRES_TRANSACTIONS, &connection));
    for (int i = 0; i < TRIES && again; i++)
        done = attempt(connection, arena, work, arg, &again);
    postgres_pool_give_back(self->pool, POSTGRES_TRANSACTIONS, connection);
    return done;
}

static result_t tx_run(struct db_tx *tx, arena_t *arena, const char *sql, struct db_args args,
    struct db_rows *rows_out)
{
    return postgres_connection_run(connection_of(tx), arena, sql, args, rows_out);
}

static result_t tx_script(struct db_tx *tx, const char *sql)
{
    return postgres_connection_script(connection_of(tx), sql);
}

/* A step of the schema, or the wait for another node's, takes what it takes. The key is "tess" in
 * ASCII; the lock ends with the transaction. */
static result_t tx_lock(struct db_tx *tx)
{
    return tx_script(tx, "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;"
                         "SELECT pg_advisory_xact_lock(1952805747)");
}

static void close_db(struct db *db)
{
    struct postgres_db *self = self_of(db);

    postgres_writer_stop(&self->writer);
    postgres_pool_free(&self->pool);
    free(self);
}

result_t postgres_open(str_t url, const struct db_options *options, struct db **db_out)
{
    struct postgres_db *self = calloc(1, sizeof *self);

    if (!self)
        abort();
    self->db.functions = &functions;
    self->pool = postgres_pool_new(url, options);
    result_t opened = postgres_writer_start(self->pool, &self->writer);
    if (result_ok(opened))
        *db_out = &self->db;
    else
        close_db(&self->db);
    return opened;
}

static result_t trust_server(struct db *db)
{
    (void)db;
    return OK;
}

static const struct db_functions functions = {
    .engine = DB_POSTGRESQL,
    .close = close_db,
    .check = trust_server,
    .read = read_rows,
    .write = write_rows,
    .transact = transact,
    .tx_run = tx_run,
    .tx_script = tx_script,
    .tx_lock = tx_lock,
};
