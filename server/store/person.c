#include "store/person.h"

#include "store/outbox.h"
#include "store/proof.h"
#include "store/session.h"

result_t store_device_known(void *self, str_t user_id, str_t digest, int64_t now, bool *known_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct db_rows rows;

    TRY(db_read(store_db(self), arena,
        "SELECT 1 FROM devices WHERE user_id = $1 AND digest = $2 AND seen_at > $3",
        DB_ARGS(db_text(user_id), db_text(digest), db_int(now - STORE_DEVICE_KEPT_S)), &rows));
    *known_out = rows.n > 0;
    return OK;
}

result_t store_device_remember(void *self, str_t user_id, str_t digest, int64_t now)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena,
        "INSERT INTO devices (digest, user_id, seen_at) VALUES ($1, $2, $3) "
        "ON CONFLICT (user_id, digest) DO UPDATE SET seen_at = excluded.seen_at",
        DB_ARGS(db_text(digest), db_text(user_id), db_int(now)), NULL);
}

result_t store_device_list(
    void *self, arena_t *arena, str_t user_id, str_t **digests_out, size_t *n_out)
{
    struct db_rows rows;

    TRY(db_read(store_db(self), arena, "SELECT digest FROM devices WHERE user_id = $1",
        DB_ARGS(db_text(user_id)), &rows));
    *digests_out = ARENA_ARRAY(arena, str_t, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        (*digests_out)[i] = db_row_text(&rows, i, 0);
    *n_out = rows.n;
    return OK;
}

result_t store_consent_find(void *self, arena_t *arena, str_t user_id, str_t client_id,
    const struct authn_consent **consent_out)
{
    struct authn_consent *consent = ARENA_NEW(arena, struct authn_consent);
    struct db_rows rows;

    TRY(db_read(store_db(self), arena,
        "SELECT scope, resource, claims FROM consents WHERE user_id = $1 AND client_id = $2",
        DB_ARGS(db_text(user_id), db_text(client_id)), &rows));
    *consent_out = rows.n > 0 ? consent : NULL;
    if (rows.n > 0)
        *consent = (struct authn_consent){
            db_row_text(&rows, 0, 0), db_row_text(&rows, 0, 1), db_row_text(&rows, 0, 2)};
    return OK;
}

result_t store_consent_save(
    void *self, str_t user_id, str_t client_id, const struct authn_consent *consent, int64_t now)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    str_t resource = str_present(consent->resource) ? consent->resource : STR("");
    str_t claims = str_present(consent->claims) ? consent->claims : STR("");

    return db_write(store_db(self), arena,
        "INSERT INTO consents (user_id, client_id, scope, resource, claims, granted_at) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (user_id, client_id) DO UPDATE SET "
        "scope = excluded.scope, resource = excluded.resource, claims = excluded.claims, "
        "granted_at = excluded.granted_at",
        DB_ARGS(db_text(user_id), db_text(client_id), db_text(consent->scope), db_text(resource),
            db_text(claims), db_int(now)),
        NULL);
}

result_t store_credential_load(
    void *self, arena_t *arena, str_t user_id, const char *scheme, str_t *sealed_out)
{
    struct db_rows rows;

    TRY(db_read(store_db(self), arena,
        "SELECT sealed FROM credentials WHERE user_id = $1 AND scheme = $2",
        DB_ARGS(db_text(user_id), db_text(str_from_cstr(scheme))), &rows));
    *sealed_out = rows.n > 0 ? db_row_blob(&rows, 0, 0) : STR_NONE;
    return OK;
}

result_t store_credential_swap(void *self, str_t user_id, const char *scheme, str_t from, str_t to,
    int64_t now, bool *swapped_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct db_rows rows;

    TRY(db_write(store_db(self), arena,
        "UPDATE credentials SET sealed = $4, updated_at = $5 "
        "WHERE user_id = $1 AND scheme = $2 AND sealed = $3 RETURNING user_id",
        DB_ARGS(db_text(user_id), db_text(str_from_cstr(scheme)), db_blob(from), db_blob(to),
            db_int(now)),
        &rows));
    *swapped_out = rows.n == 1;
    return OK;
}

result_t store_credential_put(
    struct db_tx *tx, arena_t *arena, str_t user_id, str_t scheme, str_t credential, int64_t now)
{
    return db_tx_run(tx, arena,
        "INSERT INTO credentials (user_id, scheme, sealed, updated_at) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (user_id, scheme) DO UPDATE SET sealed = excluded.sealed, "
        "updated_at = excluded.updated_at",
        DB_ARGS(db_text(user_id), db_text(scheme), db_blob(credential), db_int(now)), NULL);
}

struct credential_replace {
    str_t user_id;
    str_t scheme;
    str_t credential;
    str_t except_session;
    const struct notify_message *letter;
    int64_t now;
};

static result_t replace(struct db_tx *tx, arena_t *arena, void *arg)
{
    const struct credential_replace *self = arg;

    TRY(store_credential_put(tx, arena, self->user_id, self->scheme, self->credential, self->now));
    if (self->letter != NULL)
        TRY(store_outbox_put(tx, arena, self->letter));
    return store_end_sessions(tx, arena, self->user_id, self->except_session, self->now);
}

result_t store_credential_replace(void *self, str_t user_id, const char *scheme, str_t credential,
    str_t except_session, const struct notify_message *letter, int64_t now)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct credential_replace change = {user_id, str_from_cstr(scheme), credential,
        str_present(except_session) ? except_session : STR(""), letter, now};

    return db_transact(store_db(self), arena, replace, &change);
}

struct credential_reset {
    const struct account_credential_reset *reset;
    int64_t now;
};

static result_t reset(struct db_tx *tx, arena_t *arena, void *arg)
{
    const struct credential_reset *self = arg;
    const struct account_proof *proof = self->reset->proof;
    struct db_rows rows;

    TRY(store_proof_spend(tx, arena, proof->purpose, proof->id, self->now));
    TRY(db_tx_run(tx, arena,
        "UPDATE users SET email_verified = 1, updated_at = $3 "
        "WHERE id = $1 AND email_canonical = $2 AND enabled = 1 RETURNING id",
        DB_ARGS(db_text(proof->user_id), db_text(proof->target), db_int(self->now)), &rows));
    if (rows.n == 0)
        return result_fail(RESULT_CONFLICT, "the address is nobody's who may sign in");
    TRY(store_credential_put(tx, arena, proof->user_id, str_from_cstr(self->reset->scheme),
        self->reset->credential, self->now));
    TRY(store_end_sessions(tx, arena, proof->user_id, STR(""), self->now));
    return store_outbox_put(tx, arena, self->reset->notice);
}

result_t store_credential_reset(
    void *self, const struct account_credential_reset *change, int64_t now)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct credential_reset work = {change, now};

    return db_transact(store_db(self), arena, reset, &work);
}
