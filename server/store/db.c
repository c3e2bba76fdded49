#include "store/db.h"

#include "store/db_engine.h"

#include <assert.h>
#include <stdlib.h>

const struct db_options db_options_default = {.connections = 16};

static const str_t sqlite_prefix = STR_INIT("sqlite:");

result_t db_open(str_t url, const struct db_options *options, struct db **db_out)
{
    if (str_starts_with(url, sqlite_prefix))
        return sqlite_open(str_from(url, sqlite_prefix.len), db_out);
    if (str_starts_with(url, STR("postgres://")) || str_starts_with(url, STR("postgresql://")))
        return postgres_open(url, options, db_out);
    return result_fail(RESULT_FAILED, "database.url must begin with sqlite: or postgresql://");
}

void db_close(struct db **db)
{
    if (*db)
        (*db)->functions->close(*db);
    *db = NULL;
}

enum db_engine db_engine(const struct db *db)
{
    return db->functions->engine;
}

result_t db_ping(struct db *db)
{
    AUTO_ARENA arena = arena_new(4096);
    struct db_rows rows;

    return db_read(db, arena, "SELECT 1", DB_NO_ARGS, &rows);
}

result_t db_check(struct db *db)
{
    return db->functions->check(db);
}

static const struct db_value *value_at(const struct db_rows *rows, size_t row, size_t column)
{
    assert(row < rows->n && column < rows->columns);
    return &rows->values[row * rows->columns + column];
}

str_t db_row_text(const struct db_rows *rows, size_t row, size_t column)
{
    const struct db_value *value = value_at(rows, row, column);

    assert(value->type == DB_TEXT || value->type == DB_NULL);
    return value->bytes;
}

str_t db_row_blob(const struct db_rows *rows, size_t row, size_t column)
{
    const struct db_value *value = value_at(rows, row, column);

    assert(value->type == DB_BLOB || value->type == DB_NULL);
    return value->bytes;
}

int64_t db_row_int(const struct db_rows *rows, size_t row, size_t column)
{
    const struct db_value *value = value_at(rows, row, column);

    assert(value->type == DB_INT || value->type == DB_NULL);
    return value->number;
}

/* PostgreSQL keeps no other texts, and libpq would cut one at a NUL: then two ids could be one. */
static result_t check_args(struct db_args args)
{
    assert(args.n <= DB_MAX_ARGS);
    for (size_t i = 0; i < args.n; i++)
        if (args.items[i].type == DB_TEXT && !str_is_utf8(args.items[i].bytes))
            return result_fail(RESULT_FAILED, "a text for the database is no UTF-8");
    return OK;
}

result_t db_read(
    struct db *db, arena_t *arena, const char *sql, struct db_args args, struct db_rows *rows_out)
{
    TRY(check_args(args));
    return db->functions->read(db, arena, sql, args, rows_out);
}

result_t db_write(
    struct db *db, arena_t *arena, const char *sql, struct db_args args, struct db_rows *rows_out)
{
    struct db_rows unread;

    TRY(check_args(args));
    return db->functions->write(db, arena, sql, args, rows_out ? rows_out : &unread);
}

result_t db_transact(struct db *db, arena_t *arena, db_work_fn *work, void *arg)
{
    return db->functions->transact(db, arena, work, arg);
}

result_t db_tx_run(struct db_tx *tx, arena_t *arena, const char *sql, struct db_args args,
    struct db_rows *rows_out)
{
    struct db_rows unread;

    if (!result_ok(tx->failure))
        return tx->failure;
    tx->failure = check_args(args);
    if (result_ok(tx->failure))
        tx->failure = tx->functions->tx_run(tx, arena, sql, args, rows_out ? rows_out : &unread);
    return tx->failure;
}
