/* What is remembered of a person beside the account itself: tables `devices`, `consents` and
 * `credentials`. */
#ifndef TESSERA_STORE_PERSON_H
#define TESSERA_STORE_PERSON_H

#include "account/ports.h"
#include "authn/ports.h"
#include "notify/ports.h"
#include "store/rows.h"

/* A browser that was not used to sign in for this long is a stranger again. */
enum { STORE_DEVICE_KEPT_S = 400 * 86400 };

result_t store_device_known(void *self, str_t user_id, str_t digest, int64_t now, bool *known_out);
result_t store_device_remember(void *self, str_t user_id, str_t digest, int64_t now);
result_t store_device_list(
    void *self, arena_t *arena, str_t user_id, str_t **digests_out, size_t *n_out);

result_t store_consent_find(void *self, arena_t *arena, str_t user_id, str_t client_id,
    const struct authn_consent **consent_out);
result_t store_consent_save(
    void *self, str_t user_id, str_t client_id, const struct authn_consent *consent, int64_t now);

result_t store_credential_load(
    void *self, arena_t *arena, str_t user_id, const char *scheme, str_t *sealed_out);
result_t store_credential_swap(void *self, str_t user_id, const char *scheme, str_t from, str_t to,
    int64_t now, bool *swapped_out);
result_t store_credential_replace(void *self, str_t user_id, const char *scheme, str_t credential,
    str_t except_session, const struct notify_message *letter, int64_t now);

result_t store_credential_reset(
    void *self, const struct account_credential_reset *reset, int64_t now);

/* Replaces what is there, and ends nothing. */
MUST_USE result_t store_credential_put(
    struct db_tx *tx, arena_t *arena, str_t user_id, str_t scheme, str_t credential, int64_t now);

#endif
