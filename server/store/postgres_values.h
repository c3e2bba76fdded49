/* Parameters and rows between our words and libpq's. Pure; results live in the arena. */
#ifndef TESSERA_STORE_POSTGRES_VALUES_H
#define TESSERA_STORE_POSTGRES_VALUES_H

#include "store/db_types.h"

#include <libpq-fe.h>

/* Numbers as digits, texts with a NUL behind them. */
struct postgres_parameters {
    const char *values[DB_MAX_ARGS];
    int lengths[DB_MAX_ARGS];
    int formats[DB_MAX_ARGS];
    char digits[DB_MAX_ARGS][24];
};

void postgres_parameters(arena_t *arena, struct db_args args, struct postgres_parameters *out);

void postgres_rows(arena_t *arena, PGresult *result, struct db_rows *rows);

#endif
