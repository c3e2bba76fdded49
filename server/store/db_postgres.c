#include "store/db_engine.h"
#include "store/postgres_connection.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CONNECTIONS_MAX = 64, WAITING_MAX = 1024, WAIT_S = 10, TRIES = 3 };

/* A bounded pool: who finds it empty waits in a bounded queue. */
struct postgres_db {
    struct db db;
    char *url;
    pthread_mutex_t lock;
    pthread_cond_t returned;
    struct postgres_connection *idle[CONNECTIONS_MAX];
    size_t idle_n;
    size_t open_n;
    size_t open_max;
    size_t waiting;
};

struct postgres_tx {
    struct db_tx tx;
    struct postgres_connection *connection;
};

static const struct db_functions functions;

/* With the lock: a connection, or the right to open one (NULL inside). */
static result_t wait_for_one(struct postgres_db *self, struct postgres_connection **connection_out)
{
    struct timespec until;

    if (self->waiting >= WAITING_MAX)
        return result_fail(RESULT_BUSY, "too many requests wait for the database");
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += WAIT_S;
    self->waiting++;
    int waited = 0;
    while (self->idle_n == 0 && self->open_n >= self->open_max && waited == 0)
        waited = pthread_cond_timedwait(&self->returned, &self->lock, &until);
    self->waiting--;
    *connection_out = NULL;
    if (self->idle_n > 0)
        *connection_out = self->idle[--self->idle_n];
    else if (self->open_n < self->open_max)
        self->open_n++;
    else
        return result_fail(RESULT_BUSY, "no connection to the database became free");
    return OK;
}

static void give_up_place(struct postgres_db *self)
{
    pthread_mutex_lock(&self->lock);
    self->open_n--;
    pthread_cond_signal(&self->returned);
    pthread_mutex_unlock(&self->lock);
}

static result_t borrow(struct postgres_db *self, struct postgres_connection **connection_out)
{
    pthread_mutex_lock(&self->lock);
    result_t waited = wait_for_one(self, connection_out);
    pthread_mutex_unlock(&self->lock);
    TRY(waited);
    if (*connection_out)
        return OK;
    result_t opened = postgres_connection_open(self->url, connection_out);
    if (!result_ok(opened))
        give_up_place(self);
    return opened;
}

static void give_back(struct postgres_db *self, struct postgres_connection *connection)
{
    if (!postgres_connection_alive(connection)) {
        postgres_connection_close(&connection);
        give_up_place(self);
        return;
    }
    pthread_mutex_lock(&self->lock);
    self->idle[self->idle_n++] = connection;
    pthread_cond_signal(&self->returned);
    pthread_mutex_unlock(&self->lock);
}

static result_t run_once(struct postgres_db *self, arena_t *arena, const char *sql,
    struct db_args args, struct db_rows *rows_out, bool *broken_out)
{
    struct postgres_connection *connection;

    *broken_out = false;
    TRY(borrow(self, &connection));
    result_t done = postgres_connection_run(connection, arena, sql, args, rows_out);
    *broken_out = !postgres_connection_alive(connection);
    give_back(self, connection);
    return done;
}

/* A read that met a connection of a server that restarted meanwhile is asked again; every idle
 * connection may be such a one. */
static result_t read_rows(
    struct db *db, arena_t *arena, const char *sql, struct db_args args, struct db_rows *rows_out)
{
    struct postgres_db *self = (struct postgres_db *)db;
    result_t done = OK;
    bool broken = true;

    for (size_t i = 0; i <= self->open_max && broken; i++)
        done = run_once(self, arena, sql, args, rows_out, &broken);
    return done;
}

/* What a write that broke off came to is unknown, so it is never sent twice. */
static result_t write_rows(
    struct db *db, arena_t *arena, const char *sql, struct db_args args, struct db_rows *rows_out)
{
    bool broken;

    return run_once((struct postgres_db *)db, arena, sql, args, rows_out, &broken);
}

static result_t attempt(struct postgres_connection *connection, arena_t *arena, db_work_fn *work,
    void *arg, bool *retry_out)
{
    struct postgres_tx tx = {{&functions, OK}, connection};

    *retry_out = false;
    TRY(postgres_connection_script(connection, "BEGIN"));
    result_t done = db_tx_outcome(&tx.tx, work(&tx.tx, arena, arg));
    *retry_out = !result_ok(done) && postgres_connection_may_retry(connection);
    if (result_ok(done)) {
        done = postgres_connection_script(connection, "COMMIT");
        *retry_out = !result_ok(done) && postgres_connection_may_retry(connection);
        return done;
    }
    if (postgres_connection_alive(connection)) {
        result_t ignored = postgres_connection_script(connection, "ROLLBACK");
        (void)ignored;
    }
    return done;
}

static result_t transact(struct db *db, arena_t *arena, db_work_fn *work, void *arg)
{
    struct postgres_db *self = (struct postgres_db *)db;
    struct postgres_connection *connection;
    result_t done = OK;
    bool retry = true;

    TRY(borrow(self, &connection));
    for (int i = 0; i < TRIES && retry; i++)
        done = attempt(connection, arena, work, arg, &retry);
    give_back(self, connection);
    return done;
}

static result_t tx_run(struct db_tx *tx, arena_t *arena, const char *sql, struct db_args args,
    struct db_rows *rows_out)
{
    return postgres_connection_run(
        ((struct postgres_tx *)tx)->connection, arena, sql, args, rows_out);
}

static result_t tx_script(struct db_tx *tx, const char *sql)
{
    return postgres_connection_script(((struct postgres_tx *)tx)->connection, sql);
}

/* "tess" in ASCII; the lock ends with the transaction. */
static result_t tx_lock(struct db_tx *tx)
{
    return tx_script(tx, "SELECT pg_advisory_xact_lock(1952805747)");
}

static void close_db(struct db *db)
{
    struct postgres_db *self = (struct postgres_db *)db;

    for (size_t i = 0; i < self->idle_n; i++)
        postgres_connection_close(&self->idle[i]);
    pthread_cond_destroy(&self->returned);
    pthread_mutex_destroy(&self->lock);
    free(self->url);
    free(self);
}

/* So that a wrong address is told at the start. */
static result_t open_first(struct postgres_db *self)
{
    struct postgres_connection *connection;

    TRY(borrow(self, &connection));
    give_back(self, connection);
    return OK;
}

result_t postgres_open(str_t url, const struct db_options *options, struct db **db_out)
{
    struct postgres_db *self = calloc(1, sizeof *self);
    size_t wanted = options->readers + options->writers;

    if (!self)
        abort();
    self->db.functions = &functions;
    self->url = strndup(url.ptr, url.len);
    self->open_max = wanted < CONNECTIONS_MAX ? wanted : CONNECTIONS_MAX;
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->returned, NULL);
    result_t opened = open_first(self);
    if (result_ok(opened))
        *db_out = &self->db;
    else
        close_db(&self->db);
    return opened;
}

static const struct db_functions functions = {
    .engine = DB_POSTGRESQL,
    .close = close_db,
    .read = read_rows,
    .write = write_rows,
    .transact = transact,
    .tx_run = tx_run,
    .tx_script = tx_script,
    .tx_lock = tx_lock,
};
