/* What an engine provides to db.c. Within store/ only. */
#ifndef TESSERA_STORE_DB_ENGINE_H
#define TESSERA_STORE_DB_ENGINE_H

#include "store/db_types.h"

struct db_functions {
    enum db_engine engine;
    void (*close)(struct db *db);
    result_t (*check)(struct db *db);
    result_t (*read)(struct db *db, arena_t *arena, const char *sql, struct db_args args,
        struct db_rows *rows_out);
    result_t (*write)(struct db *db, arena_t *arena, const char *sql, struct db_args args,
        struct db_rows *rows_out);
    result_t (*transact)(struct db *db, arena_t *arena, db_work_fn *work, void *arg);
    result_t (*tx_run)(struct db_tx *tx, arena_t *arena, const char *sql, struct db_args args,
        struct db_rows *rows_out);
    /* Several statements without parameters; for migrations. */
    result_t (*tx_script)(struct db_tx *tx, const char *sql);
    /* Until the end of the transaction nobody else migrates. */
    result_t (*tx_lock)(struct db_tx *tx);
};

/* First members of the engines' own structs. */
struct db {
    const struct db_functions *functions;
};
struct db_tx {
    const struct db_functions *functions;
    result_t failure; /* of the first statement that failed; later ones are not tried */
};

/* What the transaction comes to when its work answered `done`. */
static inline result_t db_tx_outcome(const struct db_tx *tx, result_t done)
{
    return result_ok(done) ? tx->failure : done;
}

MUST_USE result_t sqlite_open(str_t path, struct db **db_out);
MUST_USE result_t postgres_open(str_t url, const struct db_options *options, struct db **db_out);

#endif
