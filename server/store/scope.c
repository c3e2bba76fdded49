#include "store/scope.h"

result_t store_scope_list(
    void *self, arena_t *arena, const struct oauth_scope_record **scopes_out, size_t *n_out)
{
    struct db_rows rows;

    TRY(db_read(store_db(self), arena,
        "SELECT name, audience, description FROM scopes ORDER BY name", DB_NO_ARGS, &rows));
    struct oauth_scope_record *scopes = ARENA_ARRAY(arena, struct oauth_scope_record, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        scopes[i] = (struct oauth_scope_record){
            db_row_text(&rows, i, 0), db_row_text(&rows, i, 1), db_row_text(&rows, i, 2)};
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

result_t store_scope_delete(void *self, str_t name, bool *found_out)
{
    AUTO_ARENA arena = arena_new(STORE_SCRATCH);
    struct db_rows rows;

    TRY(db_write(store_db(self), arena, "DELETE FROM scopes WHERE name = $1",
        DB_ARGS(db_text(name)), &rows));
    *found_out = rows.changed > 0;
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
