/* Table `spent_ids`. */
#ifndef TESSERA_STORE_SPENT_ID_H
#define TESSERA_STORE_SPENT_ID_H

#include "oauth/ports.h"
#include "store/rows.h"

result_t store_id_spend(void *self, str_t digest, int64_t expires_at, bool *spent_out);

#endif
