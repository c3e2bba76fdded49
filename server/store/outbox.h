/* Table `outbox`: what is told to people. */
#ifndef TESSERA_STORE_OUTBOX_H
#define TESSERA_STORE_OUTBOX_H

#include "notify/ports.h"
#include "store/rows.h"

result_t store_outbox_add(void *self, const struct notify_message *message);
result_t store_outbox_list(void *self, arena_t *arena, str_t recipient, int64_t after, size_t limit,
    const struct notify_message **messages_out, size_t *n_out);
result_t store_outbox_clear(void *self);

#endif
