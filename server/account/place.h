/* Where a list goes on, as a text for the caller to bring back. Pure; any thread. */
#ifndef TESSERA_ACCOUNT_PLACE_H
#define TESSERA_ACCOUNT_PLACE_H

#include "account/ports.h"

/* "1700000000.ID" */
str_t account_place_write(arena_t *arena, const struct account_place *place);

/* False if it is none of ours; the id may be anything. */
bool account_place_read(str_t text, struct account_place *place_out);

#endif
