/* Table `outbox_messages`: what is on its way to people and to relying parties. */
#ifndef TESSERA_STORE_OUTBOX_H
#define TESSERA_STORE_OUTBOX_H

#include "notify/ports.h"
#include "store/rows.h"

result_t store_outbox_backlog(
    void *self, arena_t *arena, const struct notify_backlog **backlog_out, size_t *n_out);
result_t store_outbox_add(void *self, const struct notify_message *message);
result_t store_outbox_list(void *self, arena_t *arena, const struct notify_filter *filter,
    const struct notify_message **messages_out, size_t *n_out);
result_t store_outbox_find(
    void *self, arena_t *arena, int64_t id, const struct notify_message **message_out);
result_t store_outbox_clear(void *self);
result_t store_outbox_claim(void *self, arena_t *arena, const struct notify_claim *claim,
    const struct notify_message **message_out);
result_t store_outbox_settle(
    void *self, const struct notify_settlement *settlement, bool *settled_out);
result_t store_outbox_retry(void *self, int64_t id, int64_t now, bool *retried_out);
result_t store_outbox_drop(void *self, int64_t id, bool *found_out);

/* Adds it inside another aggregate's transaction: it goes out if what it tells of happened. */
MUST_USE result_t store_outbox_put(
    struct db_tx *tx, arena_t *arena, const struct notify_message *message);

#endif
