#include "store/sqlite_connection.h"

#include "base/log.h"

#include <assert.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATEMENTS_MAX = 256, BUSY_TIMEOUT_MS = 5000, ROWS_START = 1, COLUMNS_MAX = 64 };

struct statement {
    const char *sql;
    sqlite3_stmt *handle;
    int places[DB_MAX_ARGS]; /* of $1, $2, ...; 0: it does not stand in the text */
};

struct sqlite_connection {
    sqlite3 *handle;
    struct statement statements[STATEMENTS_MAX];
    size_t n;
};

static result_t failure(struct sqlite_connection *self, int code)
{
    enum result_code kind = RESULT_FAILED;

    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
        return result_fail(RESULT_CONFLICT, "a rule of the database refused");
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        kind = RESULT_UNAVAILABLE;
        break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        kind = RESULT_DAMAGED;
        break;
    default:
        break;
    }
    log_error("sqlite.failed", log_cstr("why", self->handle ? sqlite3_errmsg(self->handle) : ""),
        log_int("code", code));
    return result_fail(kind, kind == RESULT_DAMAGED ? "the database file is damaged, or is none"
                             : kind == RESULT_UNAVAILABLE
                                 ? "the database file cannot be read or written now"
                                 : "the database refused a statement");
}

/* Durable before anything is acknowledged; readers never wait for the writer. */
static const char *const pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                   "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;";

static result_t set_up(struct sqlite_connection *self, bool reads_only)
{
    sqlite3_busy_timeout(self->handle, BUSY_TIMEOUT_MS);
    sqlite3_extended_result_codes(self->handle, 1);
    sqlite3_db_config(self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    TRY(sqlite_connection_script(self, pragmas));
    return reads_only ? sqlite_connection_script(self, "PRAGMA query_only = ON") : OK;
}

/* Its account of memory takes one lock of the whole process for each allocation, and nobody asks.
 */
static void configure_library(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

result_t sqlite_connection_open(
    const char *path, bool reads_only, struct sqlite_connection **connection_out)
{
    struct sqlite_connection *self = calloc(1, sizeof *self);
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;

    if (!self)
        abort();
    pthread_once(&once, configure_library);
    int code = sqlite3_open_v2(path, &self->handle, flags, NULL);
    result_t done = code == SQLITE_OK ? set_up(self, reads_only) : failure(self, code);
    if (result_ok(done))
        *connection_out = self;
    else
        sqlite_connection_close(&self);
    return done;
}

void sqlite_connection_close(struct sqlite_connection **connection)
{
    struct sqlite_connection *self = *connection;

    if (!self)
        return;
    for (size_t i = 0; i < self->n; i++)
        sqlite3_finalize(self->statements[i].handle);
    sqlite3_close(self->handle);
    free(self);
    *connection = NULL;
}

result_t sqlite_connection_script(struct sqlite_connection *self, const char *sql)
{
    int code = sqlite3_exec(self->handle, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? OK : failure(self, code);
}

bool sqlite_connection_in_transaction(struct sqlite_connection *self)
{
    return sqlite3_get_autocommit(self->handle) == 0;
}

/* SQLite takes $1 for a name: its place is where it stands first. */
static void find_places(struct statement *statement)
{
    char name[8];

    for (int i = 0; i < DB_MAX_ARGS; i++) {
        snprintf(name, sizeof name, "$%d", i + 1);
        statement->places[i] = sqlite3_bind_parameter_index(statement->handle, name);
    }
}

static result_t prepare(
    struct sqlite_connection *self, const char *sql, struct statement **statement_out)
{
    for (size_t i = 0; i < self->n; i++) {
        if (self->statements[i].sql == sql) {
            *statement_out = &self->statements[i];
            return OK;
        }
    }
    assert(self->n < STATEMENTS_MAX); /* texts are static: there are only so many */
    struct statement *statement = &self->statements[self->n];
    int code = sqlite3_prepare_v3(
        self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement->handle, NULL);
    if (code != SQLITE_OK)
        return failure(self, code);
    statement->sql = sql;
    find_places(statement);
    self->n++;
    *statement_out = statement;
    return OK;
}

static int bind_one(sqlite3_stmt *handle, int place, const struct db_value *value)
{
    switch (value->type) {
    case DB_NULL:
        return sqlite3_bind_null(handle, place);
    case DB_INT:
        return sqlite3_bind_int64(handle, place, value->number);
    case DB_TEXT:
        return sqlite3_bind_text(
            handle, place, value->bytes.ptr, (int)value->bytes.len, SQLITE_STATIC);
    case DB_BLOB:
        return sqlite3_bind_blob(
            handle, place, value->bytes.ptr, (int)value->bytes.len, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

static int bind(const struct statement *statement, struct db_args args)
{
    for (size_t i = 0; i < args.n; i++) {
        if (statement->places[i] == 0)
            continue;
        int code = bind_one(statement->handle, statement->places[i], &args.items[i]);
        if (code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}

static struct db_value column(arena_t *arena, sqlite3_stmt *handle, int i)
{
    switch (sqlite3_column_type(handle, i)) {
    case SQLITE_INTEGER:
        return db_int(sqlite3_column_int64(handle, i));
    case SQLITE_TEXT: {
        const char *text = (const char *)sqlite3_column_text(handle, i);
        return db_text(arena_bytes(arena, text, (size_t)sqlite3_column_bytes(handle, i)));
    }
    case SQLITE_BLOB: {
        const void *bytes = sqlite3_column_blob(handle, i);
        return db_blob(
            arena_bytes(arena, bytes ? bytes : "", (size_t)sqlite3_column_bytes(handle, i)));
    }
    default:
        return db_null();
    }
}

/* Rows in one growing array: most results have one. */
static void add_row(arena_t *arena, sqlite3_stmt *handle, struct db_rows *rows, size_t *capacity)
{
    struct db_value *values = (struct db_value *)(uintptr_t)rows->values;

    if (rows->n == *capacity) {
        *capacity = *capacity ? *capacity * 2 : ROWS_START;
        struct db_value *grown = ARENA_ARRAY(arena, struct db_value, *capacity * rows->columns);
        if (rows->n > 0)
            memcpy(grown, values, rows->n * rows->columns * sizeof *values);
        rows->values = values = grown;
    }
    for (size_t i = 0; i < rows->columns; i++)
        values[rows->n * rows->columns + i] = column(arena, handle, (int)i);
    rows->n++;
}

static int step_all(arena_t *arena, sqlite3_stmt *handle, struct db_rows *rows)
{
    size_t capacity = 0;
    int code;

    while ((code = sqlite3_step(handle)) == SQLITE_ROW)
        add_row(arena, handle, rows, &capacity);
    return code;
}

result_t sqlite_connection_run(struct sqlite_connection *self, arena_t *arena, const char *sql,
    struct db_args args, struct db_rows *rows_out)
{
    struct statement *statement = NULL;

    *rows_out = (struct db_rows){0};
    TRY(prepare(self, sql, &statement));
    rows_out->columns = (size_t)sqlite3_column_count(statement->handle);
    int code = bind(statement, args);
    if (code == SQLITE_OK)
        code = step_all(arena, statement->handle, rows_out);
    result_t done = code == SQLITE_DONE ? OK : failure(self, code);
    if (!sqlite3_stmt_readonly(statement->handle))
        rows_out->changed = sqlite3_changes(self->handle);
    sqlite3_reset(statement->handle);
    sqlite3_clear_bindings(statement->handle); /* they borrow the caller's memory */
    return done;
}

result_t sqlite_connection_control(struct sqlite_connection *self, const char *sql)
{
    struct db_rows none;

    return sqlite_connection_run(self, NULL, sql, DB_NO_ARGS, &none);
}
