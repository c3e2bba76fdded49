/* The thread beside the requests: signing keys' ticks, and the rows whose time is over. */
#ifndef TESSERA_APP_MAINTENANCE_H
#define TESSERA_APP_MAINTENANCE_H

#include "jose/keyset.h"
#include "store/db.h"

struct maintenance;

/* Borrows both. RESULT_FAILED without a thread. Own. */
MUST_USE result_t maintenance_start(
    struct db *db, struct keyset *keyset, struct maintenance **maintenance_out);

/* Waits for the round that is running. NULL inside is fine; sets it to NULL. */
void maintenance_stop(struct maintenance **maintenance);

#endif
