/* Tables `scopes`, `resources` and `roles`: what operators register. */
#ifndef TESSERA_STORE_SCOPE_H
#define TESSERA_STORE_SCOPE_H

#include "account/ports.h"
#include "store/rows.h"

result_t store_scope_list(
    void *self, arena_t *arena, const struct oauth_scope_record **scopes_out, size_t *n_out);
result_t store_scope_add(void *self, const struct oauth_scope_record *scope);
result_t store_scope_delete(void *self, str_t name, bool *found_out);
result_t store_resource_save(void *self, const struct account_resource *resource, bool *found_out);

result_t store_role_list(void *self, arena_t *arena, str_t **names_out, size_t *n_out);
result_t store_role_add(void *self, str_t name);
result_t store_role_delete(void *self, str_t name, bool *built_in_out, bool *found_out);

#endif
