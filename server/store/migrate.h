/* The schema, step by step: schemas/migrations/ENGINE/NNNN_name.sql, embedded in the program. What
 * was applied is written down with its checksum (SHA-256), so that a step that was changed after it
 * was applied is noticed. Blocks; any thread; nodes that start at once take turns.
 */
#ifndef TESSERA_STORE_MIGRATE_H
#define TESSERA_STORE_MIGRATE_H

#include "store/db.h"

struct migration {
    int64_t number;
    str_t name; /* "main_job" */
    bool applied;
};

/* All that the program knows, in order. RESULT_FAILED if an applied one has another checksum here,
 * or is unknown here (the database is newer than the program). */
MUST_USE result_t migrate_status(
    struct db *db, arena_t *arena, const struct migration **migrations_out, size_t *n_out);

/* Applies what is missing, each in a transaction of its own. */
MUST_USE result_t migrate_up(struct db *db, size_t *applied_out);

#endif
