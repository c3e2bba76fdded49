/* A registration that is proven: the person comes with the proof, or not at all. */
#include "store/proof.h"
#include "store/session.h"
#include "store/user.h"

struct registration {
    const struct oauth_subject *user;
    str_t email_canonical;
    str_t scheme;
    str_t credential;
    str_t proof_id;
    bool waits; /* the person is there already, unverified */
};

/* Whoever proves the address first is the one whose registration counts. */
static result_t void_others(struct db_tx *tx, arena_t *arena, const struct registration *self)
{
    return db_tx_run(tx, arena,
        "UPDATE proofs SET used_at = $2, payload = NULL "
        "WHERE purpose = 'verify_email' AND target = $1 AND used_at IS NULL",
        DB_ARGS(db_text(self->email_canonical), db_int(self->user->created_at)), NULL);
}

/* Verified since: then the row is not ours, and adding one meets the unique address. */
static result_t take_over(struct db_tx *tx, arena_t *arena, struct registration *self)
{
    const struct oauth_subject *user = self->user;
    struct db_rows rows;

    TRY(db_tx_run(tx, arena,
        "UPDATE users SET email = $3, email_verified = 1, given_name = $4, family_name = $5, "
        "updated_at = $6 WHERE id = $1 AND email_canonical = $2 AND email_verified = 0 "
        "RETURNING id",
        DB_ARGS(db_text(user->id), db_text(self->email_canonical), db_text(user->email),
            db_text(user->given_name), db_text(user->family_name), db_int(user->updated_at)),
        &rows));
    self->waits = rows.n == 1;
    return self->waits ? store_end_sessions(tx, arena, user->id, STR(""), user->updated_at) : OK;
}

static result_t add(struct db_tx *tx, arena_t *arena, const struct registration *self)
{
    const struct oauth_subject *user = self->user;

    return db_tx_run(tx, arena,
        "INSERT INTO users (id, email, email_canonical, email_verified, given_name, family_name, "
        "enabled, created_at, updated_at) VALUES ($1, $2, $3, 1, $4, $5, 1, $6, $6)",
        DB_ARGS(db_text(user->id), db_text(user->email), db_text(self->email_canonical),
            db_text(user->given_name), db_text(user->family_name), db_int(user->created_at)),
        NULL);
}

static result_t work(struct db_tx *tx, arena_t *arena, void *arg)
{
    struct registration *self = arg;
    int64_t now = self->user->created_at;

    TRY(store_proof_spend(tx, arena, STR("verify_email"), self->proof_id, now));
    TRY(void_others(tx, arena, self));
    TRY(take_over(tx, arena, self));
    if (!self->waits)
        TRY(add(tx, arena, self));
    return db_tx_run(tx, arena,
        "INSERT INTO credentials (user_id, scheme, sealed, updated_at) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (user_id, scheme) DO UPDATE SET sealed = excluded.sealed, "
        "updated_at = excluded.updated_at",
        DB_ARGS(
            db_text(self->user->id), db_text(self->scheme), db_blob(self->credential), db_int(now)),
        NULL);
}

result_t store_user_register(void *self, const struct oauth_subject *user, str_t email_canonical,
    const char *scheme, str_t credential, str_t proof_id)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct registration change = {
        user, email_canonical, str_from_cstr(scheme), credential, proof_id, false};

    return db_transact(store_db(self), arena, work, &change);
}
