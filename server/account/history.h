/* What happened to an account, for the person whose it is: of the audit log, the acts that mean
 * something to them. Blocks on the store.
 */
#ifndef TESSERA_ACCOUNT_HISTORY_H
#define TESSERA_ACCOUNT_HISTORY_H

#include "account/context.h"

/* The newest first, at most `limit`, behind `behind` (NULL: from the beginning). *more_out: there
 * are others behind the last. */
MUST_USE result_t account_history_list(struct account_context *ctx, str_t user_id,
    const struct account_event_place *behind, size_t limit, const struct account_event **events_out,
    size_t *n_out, bool *more_out);

#endif
