#include "store/user.h"

#include "base/buf.h"
#include "store/proof.h"
#include "store/session.h"
#include "store/setup_link.h"

#define USER_COLUMNS                                                                               \
    "id, email, email_verified, given_name, family_name, phone, phone_verified, address, locale, " \
    "zoneinfo, enabled, created_at, updated_at"

/* The people whose id is IN (`who`), each in a row of their own and one for each role and group:
 * one read sees all as they stood at one moment. */
#define NO_COLUMNS "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL"
#define USERS_IN(who)                                                                              \
    "SELECT " USER_COLUMNS ", 0 AS kind, '' AS word FROM users WHERE id IN (" who ") "             \
    "UNION ALL SELECT user_id, " NO_COLUMNS ", 1, role FROM user_roles WHERE user_id IN (" who     \
    ") "                                                                                           \
    "UNION ALL SELECT user_id, " NO_COLUMNS ", 2, name FROM user_groups WHERE user_id IN (" who    \
    ") ORDER BY id, kind, word"
enum row_kind { ROW_PERSON, ROW_ROLE, ROW_GROUP };
enum { COLUMN_KIND = 13, COLUMN_WORD = 14 };

static struct oauth_subject user_row(const struct db_rows *rows, size_t row)
{
    return (struct oauth_subject){
        .id = db_row_text(rows, row, 0),
        .email = db_row_text(rows, row, 1),
        .email_verified = db_row_int(rows, row, 2) != 0,
        .given_name = db_row_text(rows, row, 3),
        .family_name = db_row_text(rows, row, 4),
        .phone = db_row_text(rows, row, 5),
        .phone_verified = db_row_int(rows, row, 6) != 0,
        .address = db_row_text(rows, row, 7),
        .locale = db_row_text(rows, row, 8),
        .zoneinfo = db_row_text(rows, row, 9),
        .enabled = db_row_int(rows, row, 10) != 0,
        .created_at = db_row_int(rows, row, 11),
        .updated_at = db_row_int(rows, row, 12),
    };
}

/* The words of the rows of this kind, from `from` to before `to`. */
static str_t join(
    arena_t *arena, const struct db_rows *rows, size_t from, size_t to, enum row_kind kind)
{
    size_t len = 0;

    for (size_t i = from; i < to; i++)
        len += db_row_text(rows, i, COLUMN_WORD).len + 1;
    buf_t list = buf_new(arena, len);
    for (size_t i = from; i < to; i++) {
        if (db_row_int(rows, i, COLUMN_KIND) != (int64_t)kind)
            continue;
        if (list.len > 0)
            buf_put_char(&list, ' ');
        buf_put(&list, db_row_text(rows, i, COLUMN_WORD));
    }
    return buf_str(&list);
}

/* Past the last row of the person in row `from`. */
static size_t end_of_user(const struct db_rows *rows, size_t from)
{
    size_t to = from + 1;

    while (to < rows->n && str_eq(db_row_text(rows, to, 0), db_row_text(rows, from, 0)))
        to++;
    return to;
}

static const struct oauth_subject *users_of(
    arena_t *arena, const struct db_rows *rows, size_t *n_out)
{
    struct oauth_subject *users = ARENA_ARRAY(arena, struct oauth_subject, rows->n);
    size_t n = 0;

    for (size_t from = 0, to; from < rows->n; from = to) {
        to = end_of_user(rows, from);
        users[n] = user_row(rows, from);
        users[n].roles = join(arena, rows, from, to, ROW_ROLE);
        users[n].groups = join(arena, rows, from, to, ROW_GROUP);
        n++;
    }
    *n_out = n;
    return n > 0 ? users : NULL;
}

result_t store_user_find(
    void *self, arena_t *arena, str_t user_id, const struct oauth_subject **user_out)
{
    struct db_rows rows;
    size_t n;

    TRY(db_read(store_db(self), arena, USERS_IN("$1"), DB_ARGS(db_text(user_id)), &rows));
    *user_out = users_of(arena, &rows, &n);
    return OK;
}

result_t store_user_by_email(
    void *self, arena_t *arena, str_t email_canonical, const struct oauth_subject **user_out)
{
    struct db_rows rows;
    size_t n;

    TRY(db_read(store_db(self), arena, USERS_IN("SELECT id FROM users WHERE email_canonical = $1"),
        DB_ARGS(db_text(email_canonical)), &rows));
    *user_out = users_of(arena, &rows, &n);
    return OK;
}

result_t store_user_list(void *self, arena_t *arena, const struct account_page *page,
    const struct oauth_subject **users_out, size_t *n_out)
{
    struct db_rows rows;
    str_t after = str_present(page->after) ? page->after : STR("");

    TRY(db_read(store_db(self), arena,
        USERS_IN("SELECT id FROM users WHERE id > $1 ORDER BY id LIMIT $2"),
        DB_ARGS(db_text(after), db_int((int64_t)page->limit)), &rows));
    *users_out = users_of(arena, &rows, n_out);
    return OK;
}

result_t store_user_any(void *self, bool *any_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct db_rows rows;

    TRY(db_read(store_db(self), arena, "SELECT 1 FROM users LIMIT 1", DB_NO_ARGS, &rows));
    *any_out = rows.n > 0;
    return OK;
}

static result_t put_words(
    struct db_tx *tx, arena_t *arena, const char *sql, str_t user_id, str_t words)
{
    str_t word;

    while (str_next(&words, ' ', &word))
        if (word.len > 0)
            TRY(db_tx_run(tx, arena, sql, DB_ARGS(db_text(user_id), db_text(word)), NULL));
    return OK;
}

static result_t put_roles_and_groups(
    struct db_tx *tx, arena_t *arena, const struct oauth_subject *user)
{
    TRY(put_words(tx, arena,
        "INSERT INTO user_roles (user_id, role) VALUES ($1, $2) ON CONFLICT DO NOTHING", user->id,
        user->roles));
    return put_words(tx, arena,
        "INSERT INTO user_groups (user_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING", user->id,
        user->groups);
}

static struct db_value text_or_empty(str_t text)
{
    return db_text(str_present(text) ? text : STR(""));
}

result_t store_user_insert(
    struct db_tx *tx, arena_t *arena, const struct oauth_subject *user, str_t email_canonical)
{
    TRY(db_tx_run(tx, arena,
        "INSERT INTO users (" USER_COLUMNS ", email_canonical) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        DB_ARGS(db_text(user->id), db_text(user->email), db_int(user->email_verified),
            text_or_empty(user->given_name), text_or_empty(user->family_name), db_text(user->phone),
            db_int(user->phone_verified), db_text(user->address), db_text(user->locale),
            db_text(user->zoneinfo), db_int(user->enabled), db_int(user->created_at),
            db_int(user->updated_at), db_text(email_canonical)),
        NULL));
    return put_roles_and_groups(tx, arena, user);
}

struct user_add {
    const struct oauth_subject *user;
    str_t email_canonical;
    str_t scheme;
    str_t credential;
    str_t setup_digest;
};

static result_t add(struct db_tx *tx, arena_t *arena, void *arg)
{
    const struct user_add *self = arg;
    const struct oauth_subject *user = self->user;

    if (str_present(self->setup_digest))
        TRY(store_setup_link_spend(tx, arena, self->setup_digest, user->created_at));
    TRY(store_user_insert(tx, arena, user, self->email_canonical));
    return db_tx_run(tx, arena,
        "INSERT INTO credentials (user_id, scheme, sealed, updated_at) VALUES ($1, $2, $3, $4)",
        DB_ARGS(db_text(user->id), db_text(self->scheme), db_blob(self->credential),
            db_int(user->created_at)),
        NULL);
}

result_t store_user_add(void *self, const struct oauth_subject *user, str_t email_canonical,
    const char *scheme, str_t credential, str_t setup_digest)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct user_add change = {
        user, email_canonical, str_from_cstr(scheme), credential, setup_digest};

    return db_transact(store_db(self), arena, add, &change);
}

/* Whether `user_id` is the only enabled owner. The row of the role is written before anybody looks,
 * so that of all who take an owner away or make one, each sees what the one before did. */
static result_t is_last_owner(struct db_tx *tx, arena_t *arena, str_t user_id, bool *last_out)
{
    struct db_rows rows;

    TRY(db_tx_run(
        tx, arena, "UPDATE roles SET built_in = 1 WHERE name = 'owner'", DB_NO_ARGS, NULL));
    TRY(db_tx_run(tx, arena,
        "SELECT id FROM users JOIN user_roles ON user_id = id "
        "WHERE role = 'owner' AND enabled = 1 LIMIT 2",
        DB_NO_ARGS, &rows));
    *last_out = rows.n == 1 && str_eq(db_row_text(&rows, 0, 0), user_id);
    return OK;
}

static result_t replace_words(struct db_tx *tx, arena_t *arena, const struct oauth_subject *user)
{
    TRY(db_tx_run(
        tx, arena, "DELETE FROM user_roles WHERE user_id = $1", DB_ARGS(db_text(user->id)), NULL));
    TRY(db_tx_run(
        tx, arena, "DELETE FROM user_groups WHERE user_id = $1", DB_ARGS(db_text(user->id)), NULL));
    return put_roles_and_groups(tx, arena, user);
}

/* Links and codes that went to the address before are void. */
static result_t end_proofs_of_address(
    struct db_tx *tx, arena_t *arena, str_t user_id, str_t email_canonical, int64_t now)
{
    struct db_rows rows;

    TRY(db_tx_run(tx, arena, "SELECT 1 FROM users WHERE id = $1 AND email_canonical <> $2",
        DB_ARGS(db_text(user_id), db_text(email_canonical)), &rows));
    return rows.n == 0 ? OK
                       : store_proof_end(tx, arena, user_id, ACCOUNT_PROOF_ENDS_WITH_ADDRESS, now);
}

result_t store_user_change(struct db_tx *tx, arena_t *arena, const struct oauth_subject *user,
    str_t email_canonical, int64_t now, bool *last_owner_out)
{
    *last_owner_out = false;
    if (!user->enabled || !str_list_has(user->roles, STR("owner")))
        TRY(is_last_owner(tx, arena, user->id, last_owner_out));
    if (*last_owner_out)
        return OK;
    TRY(end_proofs_of_address(tx, arena, user->id, email_canonical, now));
    TRY(db_tx_run(tx, arena,
        "UPDATE users SET email = $2, email_verified = $3, given_name = $4, family_name = $5, "
        "phone = $6, phone_verified = $7, address = $8, locale = $9, zoneinfo = $10, "
        "enabled = $11, updated_at = $12, email_canonical = $13 WHERE id = $1",
        DB_ARGS(db_text(user->id), db_text(user->email), db_int(user->email_verified),
            text_or_empty(user->given_name), text_or_empty(user->family_name), db_text(user->phone),
            db_int(user->phone_verified), db_text(user->address), db_text(user->locale),
            db_text(user->zoneinfo), db_int(user->enabled), db_int(user->updated_at),
            db_text(email_canonical)),
        NULL));
    TRY(replace_words(tx, arena, user));
    return user->enabled ? OK : store_end_sessions(tx, arena, user->id, STR(""), now);
}

struct user_update {
    const struct oauth_subject *user;
    str_t email_canonical;
    int64_t now;
    bool last_owner;
};

static result_t update(struct db_tx *tx, arena_t *arena, void *arg)
{
    struct user_update *self = arg;

    return store_user_change(
        tx, arena, self->user, self->email_canonical, self->now, &self->last_owner);
}

result_t store_user_update(void *self, const struct oauth_subject *user, str_t email_canonical,
    int64_t now, bool *last_owner_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct user_update change = {user, email_canonical, now, false};

    TRY(db_transact(store_db(self), arena, update, &change));
    *last_owner_out = change.last_owner;
    return OK;
}

result_t store_profile_save(
    void *self, str_t user_id, const struct account_profile *profile, int64_t now)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena,
        "UPDATE users SET given_name = $2, family_name = $3, locale = $4, zoneinfo = $5, "
        "updated_at = $6 WHERE id = $1",
        DB_ARGS(db_text(user_id), text_or_empty(profile->given_name),
            text_or_empty(profile->family_name), db_text(profile->locale),
            db_text(profile->zoneinfo), db_int(now)),
        NULL);
}

struct user_delete {
    str_t user_id;
    int64_t now;
    bool last_owner;
};

static result_t delete (struct db_tx *tx, arena_t *arena, void *arg)
{
    struct user_delete *self = arg;

    TRY(is_last_owner(tx, arena, self->user_id, &self->last_owner));
    if (self->last_owner)
        return OK;
    TRY(store_end_sessions(tx, arena, self->user_id, STR(""), self->now));
    TRY(db_tx_run(tx, arena, "DELETE FROM access_tokens WHERE subject = $1",
        DB_ARGS(db_text(self->user_id)), NULL));
    return db_tx_run(
        tx, arena, "DELETE FROM users WHERE id = $1", DB_ARGS(db_text(self->user_id)), NULL);
}

result_t store_user_delete(void *self, str_t user_id, int64_t now, bool *last_owner_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct user_delete change = {user_id, now, false};

    TRY(db_transact(store_db(self), arena, delete, &change));
    *last_owner_out = change.last_owner;
    return OK;
}
