/* All people, a JSON object a line (account/person.h), page by page. Blocks on the store. */
#ifndef TESSERA_ACCOUNT_EXPORT_H
#define TESSERA_ACCOUNT_EXPORT_H

#include "account/context.h"

/* In the order of ids. `after`: *next_out of the page before, or absent, which is the beginning and
 * recorded as an export. *next_out absent: this was the last page. `with_hashes`: the password
 * hashes too, for who may have them. */
MUST_USE result_t account_export(struct account_context *ctx, str_t after, bool with_hashes,
    str_t **lines_out, size_t *n_out, str_t *next_out);

#endif
