#include "base/log.h"
#include "store/db.h"
#include "store/db_engine.h"
#include "store/sqlite_connection.h"
#include "store/sqlite_writer.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READERS = 8, PATH_BYTES_MAX = 4096, CHECK_BYTES_MAX = 64 * 1024 };

struct sqlite_db {
    struct db db;
    struct sqlite_writer *writer;
    pthread_mutex_t lock;
    pthread_cond_t returned;
    struct sqlite_connection *idle[READERS];
    size_t idle_n;
};

struct sqlite_tx {
    struct db_tx tx;
    struct sqlite_connection *connection;
};

/* One statement for the writer. */
struct statement_unit {
    arena_t *arena;
    const char *sql;
    struct db_args args;
    struct db_rows *rows;
};

struct work_unit {
    arena_t *arena;
    db_work_fn *work;
    void *arg;
};

static const struct db_functions functions;

static struct sqlite_connection *borrow(struct sqlite_db *self)
{
    pthread_mutex_lock(&self->lock);
    while (self->idle_n == 0)
        pthread_cond_wait(&self->returned, &self->lock);
    struct sqlite_connection *connection = self->idle[--self->idle_n];
    pthread_mutex_unlock(&self->lock);
    return connection;
}

static void give_back(struct sqlite_db *self, struct sqlite_connection *connection)
{
    pthread_mutex_lock(&self->lock);
    self->idle[self->idle_n++] = connection;
    pthread_cond_signal(&self->returned);
    pthread_mutex_unlock(&self->lock);
}

static result_t read_rows(
    struct db *db, arena_t *arena, const char *sql, struct db_args args, struct db_rows *rows_out)
{
    struct sqlite_db *self = (struct sqlite_db *)db;
    struct sqlite_connection *connection = borrow(self);
    result_t done = sqlite_connection_run(connection, arena, sql, args, rows_out);

    give_back(self, connection);
    return done;
}

static result_t check_file(struct db *db)
{
    AUTO_ARENA arena = arena_new(CHECK_BYTES_MAX);
    struct db_rows rows;

    TRY(read_rows(db, arena, "PRAGMA quick_check(1)", DB_NO_ARGS, &rows));
    str_t found = db_row_text(&rows, 0, 0);
    if (str_eq(found, STR("ok")))
        return OK;
    log_error("sqlite.damaged", log_str("found", found));
    return result_fail(RESULT_DAMAGED, "the database file is damaged");
}

static result_t run_statement(struct sqlite_connection *connection, void *arg)
{
    struct statement_unit *unit = arg;

    return sqlite_connection_run(connection, unit->arena, unit->sql, unit->args, unit->rows);
}

static result_t write_rows(
    struct db *db, arena_t *arena, const char *sql, struct db_args args, struct db_rows *rows_out)
{
    struct sqlite_db *self = (struct sqlite_db *)db;
    struct statement_unit unit = {arena, sql, args, rows_out};

    return sqlite_writer_do(self->writer, SQLITE_UNIT_STATEMENT, run_statement, &unit);
}

static result_t run_work(struct sqlite_connection *connection, void *arg)
{
    struct work_unit *unit = arg;
    struct sqlite_tx tx = {{&functions, OK}, connection};

    return db_tx_outcome(&tx.tx, unit->work(&tx.tx, unit->arena, unit->arg));
}

static result_t transact(struct db *db, arena_t *arena, db_work_fn *work, void *arg)
{
    struct sqlite_db *self = (struct sqlite_db *)db;
    struct work_unit unit = {arena, work, arg};

    return sqlite_writer_do(self->writer, SQLITE_UNIT_WORK, run_work, &unit);
}

static result_t tx_run(struct db_tx *tx, arena_t *arena, const char *sql, struct db_args args,
    struct db_rows *rows_out)
{
    return sqlite_connection_run(((struct sqlite_tx *)tx)->connection, arena, sql, args, rows_out);
}

static result_t tx_script(struct db_tx *tx, const char *sql)
{
    return sqlite_connection_script(((struct sqlite_tx *)tx)->connection, sql);
}

/* BEGIN IMMEDIATE has the file to itself already. */
static result_t tx_lock(struct db_tx *tx)
{
    (void)tx;
    return OK;
}

static void close_db(struct db *db)
{
    struct sqlite_db *self = (struct sqlite_db *)db;

    for (size_t i = 0; i < self->idle_n; i++)
        sqlite_connection_close(&self->idle[i]);
    sqlite_writer_stop(&self->writer);
    pthread_cond_destroy(&self->returned);
    pthread_mutex_destroy(&self->lock);
    free(self);
}

/* SQLite gives a new file the mode of the umask; ours is its owner's from the first byte. */
static result_t make_private_file(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd < 0)
        return result_fail(RESULT_UNAVAILABLE, "the database file cannot be opened or made");
    close(fd);
    return OK;
}

static result_t open_connections(struct sqlite_db *self, const char *path)
{
    struct sqlite_connection *connection;

    TRY(make_private_file(path));
    TRY(sqlite_connection_open(path, false, &connection));
    TRY(sqlite_writer_start(connection, &self->writer));
    while (self->idle_n < READERS) {
        TRY(sqlite_connection_open(path, true, &self->idle[self->idle_n]));
        self->idle_n++;
    }
    return OK;
}

result_t sqlite_open(str_t path, struct db **db_out)
{
    struct sqlite_db *self = calloc(1, sizeof *self);
    char text[PATH_BYTES_MAX];

    if (!self)
        abort();
    self->db.functions = &functions;
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->returned, NULL);
    result_t opened = result_fail(RESULT_FAILED, "the path of the database is too long or empty");
    if (path.len > 0 && path.len < sizeof text) {
        memcpy(text, path.ptr, path.len);
        text[path.len] = '\0';
        opened = open_connections(self, text);
    }
    if (result_ok(opened))
        *db_out = &self->db;
    else
        close_db(&self->db);
    return opened;
}

static const struct db_functions functions = {
    .engine = DB_SQLITE,
    .close = close_db,
    .check = check_file,
    .read = read_rows,
    .write = write_rows,
    .transact = transact,
    .tx_run = tx_run,
    .tx_script = tx_script,
    .tx_lock = tx_lock,
};
