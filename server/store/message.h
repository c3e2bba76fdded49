/* Tables `outbox` and `audit_events`: what is told to people and to operators. */
#ifndef TESSERA_STORE_MESSAGE_H
#define TESSERA_STORE_MESSAGE_H

#include "audit/ports.h"
#include "notify/ports.h"
#include "store/rows.h"

result_t store_outbox_add(void *self, const struct notify_message *message);
result_t store_outbox_list(void *self, arena_t *arena, str_t recipient, int64_t after, size_t limit,
    const struct notify_message **messages_out, size_t *n_out);
result_t store_outbox_clear(void *self);

result_t store_audit_add(void *self, const struct audit_row *rows, size_t n);

#endif
