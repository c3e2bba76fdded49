#include "store/registry.h"

#include "store/rows.h"

result_t store_registry_generation(void *self, int64_t *generation_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct db_rows rows;

    TRY(db_read(store_db(self), arena, "SELECT generation FROM registry", DB_NO_ARGS, &rows));
    *generation_out = db_row_int(&rows, 0, 0);
    return OK;
}
