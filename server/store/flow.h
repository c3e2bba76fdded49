/* Table `flows`. */
#ifndef TESSERA_STORE_FLOW_H
#define TESSERA_STORE_FLOW_H

#include "authn/ports.h"
#include "store/rows.h"

result_t store_flow_add(void *self, const struct authn_flow_record *flow);
result_t store_flow_find(
    void *self, arena_t *arena, str_t id, int64_t now, const struct authn_flow_record **flow_out);
result_t store_flow_advance(
    void *self, const struct authn_flow_record *flow, str_t from, bool *advanced_out);

#endif
