/* Table `audit_events`: what operators are told, and people of themselves. */
#ifndef TESSERA_STORE_AUDIT_H
#define TESSERA_STORE_AUDIT_H

#include "account/ports.h"
#include "audit/ports.h"
#include "store/rows.h"

result_t store_audit_add(void *self, const struct audit_row *rows, size_t n);
result_t store_event_list(void *self, arena_t *arena, str_t user_id, str_array_t names,
    const struct account_event_place *behind, size_t limit, const struct account_event **events_out,
    size_t *n_out);

#endif
