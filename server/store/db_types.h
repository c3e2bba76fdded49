/* The words between those who ask a database (store/db.h) and the engines that answer: parameters,
 * results, settings.
 */
#ifndef TESSERA_STORE_DB_TYPES_H
#define TESSERA_STORE_DB_TYPES_H

#include "base/arena.h"
#include "base/result.h"

struct db;
struct db_tx;

enum db_engine { DB_SQLITE, DB_POSTGRESQL };

/* What the settings say. */
enum { DB_CONNECTIONS_MAX = 64 };
struct db_options {
    size_t connections; /* to PostgreSQL, at most: 3 to DB_CONNECTIONS_MAX */
};

/* A parameter. Borrowed until the call returns. */
enum db_type { DB_NULL, DB_INT, DB_TEXT, DB_BLOB };
struct db_value {
    enum db_type type;
    int64_t number;
    str_t bytes;
};

static inline struct db_value db_null(void)
{
    return (struct db_value){DB_NULL, 0, STR_NONE};
}

static inline struct db_value db_int(int64_t number)
{
    return (struct db_value){DB_INT, number, STR_NONE};
}

/* An absent slice is NULL. */
static inline struct db_value db_text(str_t text)
{
    return (struct db_value){str_present(text) ? DB_TEXT : DB_NULL, 0, text};
}

static inline struct db_value db_blob(str_t bytes)
{
    return (struct db_value){str_present(bytes) ? DB_BLOB : DB_NULL, 0, bytes};
}

struct db_args {
    const struct db_value *items;
    size_t n;
};
enum { DB_MAX_ARGS = 32 };

/* db_write(db, arena, SQL, DB_ARGS(db_text(id), db_int(now)), &rows) */
#define DB_ARGS(...)                                                                               \
    ((struct db_args){(const struct db_value[]){__VA_ARGS__},                                      \
        sizeof((const struct db_value[]){__VA_ARGS__}) / sizeof(struct db_value)})
#define DB_NO_ARGS ((struct db_args){NULL, 0})

/* A result, whole, in the arena that was given. A statement that answers no rows has n 0. */
struct db_rows {
    size_t n;
    size_t columns;
    int64_t changed;               /* rows written by INSERT, UPDATE or DELETE */
    const struct db_value *values; /* n * columns */
};

/* What runs inside a transaction (db_transact). */
typedef result_t db_work_fn(struct db_tx *tx, arena_t *arena, void *arg);

#endif
