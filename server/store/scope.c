#include "store/scope.h"

result_t store_scope_list(
    void *self, arena_t *arena, const struct oauth_scope_record **scopes_out, size_t *n_out)
{
    struct db_rows rows;

    TRY(db_read(store_db(self), arena,
        "SELECT s.name, s.audience, s.description, r.token_typ, r.token_format, r.token_alg "
        "FROM scopes s LEFT JOIN resources r ON r.audience = s.audience ORDER BY s.name",
        DB_NO_ARGS, &rows));
    struct oauth_scope_record *scopes = ARENA_ARRAY(arena, struct oauth_scope_record, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        scopes[i] = (struct oauth_scope_record){
            .name = db_row_text(&rows, i, 0),
            .audience = db_row_text(&rows, i, 1),
            .description = db_row_text(&rows, i, 2),
            .token = {db_row_text(&rows, i, 3), db_row_text(&rows, i, 4), db_row_text(&rows, i, 5)},
        };
    *scopes_out = scopes;
    *n_out = rows.n;
    return OK;
}

result_t store_scope_add(void *self, const struct oauth_scope_record *scope)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    str_t description = str_present(scope->description) ? scope->description : STR("");

    return db_write(store_db(self), arena,
        "INSERT INTO scopes (name, audience, description) VALUES ($1, $2, $3)",
        DB_ARGS(db_text(scope->name), db_text(scope->audience), db_text(description)), NULL);
}

struct scope_delete {
    str_t name;
    bool found;
};

/* What was set for an audience goes with its last scope. */
static result_t delete_scope(struct db_tx *tx, arena_t *arena, void *arg)
{
    struct scope_delete *self = arg;
    struct db_rows rows;

    TRY(db_tx_run(
        tx, arena, "DELETE FROM scopes WHERE name = $1", DB_ARGS(db_text(self->name)), &rows));
    self->found = rows.changed > 0;
    return db_tx_run(tx, arena,
        "DELETE FROM resources WHERE audience NOT IN (SELECT audience FROM scopes)", DB_NO_ARGS,
        NULL);
}

result_t store_scope_delete(void *self, str_t name, bool *found_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct scope_delete change = {name, false};

    TRY(db_transact(store_db(self), arena, delete_scope, &change));
    *found_out = change.found;
    return OK;
}

result_t store_resource_save(void *self, const struct account_resource *resource, bool *found_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct db_rows rows;

    TRY(db_write(store_db(self), arena,
        "INSERT INTO resources (audience, token_typ, token_format, token_alg) "
        "SELECT $1, $2, $3, $4 WHERE EXISTS (SELECT 1 FROM scopes WHERE audience = $1) "
        "ON CONFLICT (audience) DO UPDATE SET token_typ = excluded.token_typ, "
        "token_format = excluded.token_format, token_alg = excluded.token_alg RETURNING audience",
        DB_ARGS(db_text(resource->audience), db_text(resource->token.typ),
            db_text(resource->token.format), db_text(resource->token.alg)),
        &rows));
    *found_out = rows.n > 0;
    return OK;
}

result_t store_role_list(void *self, arena_t *arena, str_t **names_out, size_t *n_out)
{
    struct db_rows rows;

    TRY(db_read(store_db(self), arena, "SELECT name FROM roles ORDER BY name", DB_NO_ARGS, &rows));
    *names_out = ARENA_ARRAY(arena, str_t, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        (*names_out)[i] = db_row_text(&rows, i, 0);
    *n_out = rows.n;
    return OK;
}

result_t store_role_add(void *self, str_t name)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);

    return db_write(store_db(self), arena, "INSERT INTO roles (name) VALUES ($1)",
        DB_ARGS(db_text(name)), NULL);
}

/* Of several who delete it at once, one has found it. */
result_t store_role_delete(void *self, str_t name, bool *built_in_out, bool *found_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct db_rows rows;

    TRY(db_write(store_db(self), arena, "DELETE FROM roles WHERE name = $1 AND built_in = 0",
        DB_ARGS(db_text(name)), &rows));
    *found_out = rows.changed > 0;
    *built_in_out = false;
    if (*found_out)
        return OK;
    TRY(db_read(store_db(self), arena, "SELECT 1 FROM roles WHERE name = $1 AND built_in = 1",
        DB_ARGS(db_text(name)), &rows));
    *built_in_out = *found_out = rows.n > 0;
    return OK;
}
