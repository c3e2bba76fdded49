#include "store/user_import.h"

#include "store/person.h"
#include "store/session.h"
#include "store/user.h"

enum { ROW_SCRATCH = 64 * 1024 }; /* besides STORE_SCRATCH */

struct user_import {
    const struct account_import_row *rows;
    size_t n;
    str_t scheme;
    int64_t now;
};

static result_t must_be_there(struct db_tx *tx, arena_t *arena, str_t user_id)
{
    struct db_rows rows;

    TRY(db_tx_run(tx, arena, "UPDATE users SET updated_at = updated_at WHERE id = $1 RETURNING id",
        DB_ARGS(db_text(user_id)), &rows));
    return rows.n == 1 ? OK : result_fail(RESULT_CONFLICT, "the person is gone");
}

static result_t replace(
    struct db_tx *tx, arena_t *arena, const struct account_import_row *row, int64_t now)
{
    bool last_owner;

    TRY(must_be_there(tx, arena, row->user->id));
    TRY(store_user_change(tx, arena, row->user, row->email_canonical, now, &last_owner));
    if (last_owner)
        return result_fail(RESULT_CONFLICT, "no enabled owner would be left");
    return str_present(row->credential) ? store_end_sessions(tx, arena, row->user->id, STR(""), now)
                                        : OK;
}

static result_t import_row(struct db_tx *tx, arena_t *arena, const struct user_import *self,
    const struct account_import_row *row)
{
    if (row->replaces)
        TRY(replace(tx, arena, row, self->now));
    else
        TRY(store_user_insert(tx, arena, row->user, row->email_canonical));
    return str_present(row->credential) ? store_credential_put(tx, arena, row->user->id,
                                              self->scheme, row->credential, self->now)
                                        : OK;
}

static result_t import(struct db_tx *tx, arena_t *arena, void *arg)
{
    const struct user_import *self = arg;

    for (size_t i = 0; i < self->n; i++)
        TRY(import_row(tx, arena, self, &self->rows[i]));
    return OK;
}

result_t store_user_import(
    void *self, const struct account_import_row *rows, size_t n, const char *scheme, int64_t now)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH + n * ROW_SCRATCH);
    struct user_import change = {rows, n, str_from_cstr(scheme), now};

    return db_transact(store_db(self), arena, import, &change);
}
