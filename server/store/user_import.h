/* People from another program: tables `users` and `credentials`. */
#ifndef TESSERA_STORE_USER_IMPORT_H
#define TESSERA_STORE_USER_IMPORT_H

#include "account/ports.h"
#include "store/rows.h"

result_t store_user_import(
    void *self, const struct account_import_row *rows, size_t n, const char *scheme, int64_t now);

#endif
