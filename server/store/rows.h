/* What the files of the aggregates share. Within store/ only. */
#ifndef TESSERA_STORE_ROWS_H
#define TESSERA_STORE_ROWS_H

#include "store/db.h"

/* The ports' functions get the database as their `self`. */
static inline struct db *store_db(void *self)
{
    return self;
}

/* Bytes that one call of ours uses besides its caller's arena. */
enum { STORE_SCRATCH = 1024 * 1024 };

#endif
