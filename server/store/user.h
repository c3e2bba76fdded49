/* Tables `users`, `user_roles` and `user_groups`. */
#ifndef TESSERA_STORE_USER_H
#define TESSERA_STORE_USER_H

#include "account/ports.h"
#include "store/rows.h"

result_t store_user_find(
    void *self, arena_t *arena, str_t user_id, const struct oauth_subject **user_out);
result_t store_user_by_email(
    void *self, arena_t *arena, str_t email_canonical, const struct oauth_subject **user_out);
result_t store_user_list(void *self, arena_t *arena, const struct account_page *page,
    const struct oauth_subject **users_out, size_t *n_out);
result_t store_user_any(void *self, bool *any_out);
result_t store_user_add(void *self, const struct oauth_subject *user, str_t email_canonical,
    const char *scheme, str_t credential, str_t setup_digest);
result_t store_user_register(void *self, const struct oauth_subject *user, str_t email_canonical,
    const char *scheme, str_t credential, str_t proof_id);
result_t store_user_update(void *self, const struct oauth_subject *user, str_t email_canonical,
    int64_t now, bool *last_owner_out);
result_t store_profile_save(
    void *self, str_t user_id, const struct account_profile *profile, int64_t now);
result_t store_user_delete(void *self, str_t user_id, int64_t now, bool *last_owner_out);

/* The person, their roles and groups. */
MUST_USE result_t store_user_insert(
    struct db_tx *tx, arena_t *arena, const struct oauth_subject *user, str_t email_canonical);
/* As the port's user_update. */
MUST_USE result_t store_user_change(struct db_tx *tx, arena_t *arena,
    const struct oauth_subject *user, str_t email_canonical, int64_t now, bool *last_owner_out);

#endif
