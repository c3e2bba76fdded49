/* People whom another program knew, a JSON object a line (account/person.h), in batches: what one
 * call is given is judged line by line, and the good ones are written in one transaction. A line
 * that is refused writes nothing, and holds up no other. Blocks on the store.
 */
#ifndef TESSERA_ACCOUNT_IMPORT_H
#define TESSERA_ACCOUNT_IMPORT_H

#include "account/context.h"
#include "account/refusal.h"

enum { ACCOUNT_IMPORT_BATCH = 100 };

/* What becomes of a line whose address somebody has already. */
enum account_import_existing {
    ACCOUNT_IMPORT_REFUSE,
    ACCOUNT_IMPORT_SKIP,
    ACCOUNT_IMPORT_UPDATE, /* the members of the line are set, others stay */
};

struct account_import_options {
    enum account_import_existing existing;
    bool dry_run; /* everything is judged, nothing written */
};

enum account_import_act {
    ACCOUNT_IMPORT_REFUSED,
    ACCOUNT_IMPORT_ADDED,
    ACCOUNT_IMPORT_UPDATED,
    ACCOUNT_IMPORT_SKIPPED,
};

struct account_import_outcome {
    enum account_import_act act;
    str_t email; /* absent if the line has none that can be shown */
    enum account_refusal refusal;
    str_t detail; /* a sentence; absent: the refusal's own says all */
};

/* `lines`: n of them, at most ACCOUNT_IMPORT_BATCH, foreign. `outcomes_out` has a place for each.
 * After a failure of the store nothing of the batch is written. */
MUST_USE result_t account_import(struct account_context *ctx,
    const struct account_import_options *options, const str_t *lines, size_t n,
    struct account_import_outcome *outcomes_out);

#endif
