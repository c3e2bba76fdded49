#include "store/migrate.h"

#include "store/samples.h"

static result_t up(struct db *db, size_t *applied_out)
{
    *applied_out = 99;
    return migrate_up(db, applied_out);
}

static size_t known(void **state, const struct migration **migrations_out)
{
    size_t n = 0;

    assert_ok(migrate_status(engine_db(state), engine_arena(state), migrations_out, &n));
    assert_true(n > 0);
    return n;
}

static void assert_refused(void **state)
{
    const struct migration *migrations;
    size_t n, applied;

    assert_result(
        migrate_status(engine_db(state), engine_arena(state), &migrations, &n), RESULT_FAILED);
    assert_result(up(engine_db(state), &applied), RESULT_FAILED);
    assert_int_equal(applied, 0);
}

static void write_sql(void **state, const char *sql)
{
    assert_ok(db_write(engine_db(state), engine_arena(state), sql, DB_NO_ARGS, NULL));
}

static void step_that_was_changed_after_it_was_applied_is_refused(void **state)
{
    size_t applied;

    assert_ok(up(engine_db(state), &applied));
    write_sql(state, "UPDATE schema_migrations SET checksum = 'x' WHERE number = 1");
    assert_refused(state);
}

static void database_that_is_newer_than_the_program_is_refused(void **state)
{
    size_t applied;

    assert_ok(up(engine_db(state), &applied));
    write_sql(state, "INSERT INTO schema_migrations VALUES (9999, 'future', 'x', 0)");
    assert_refused(state);
}

static void step_that_fails_leaves_nothing_of_itself(void **state)
{
    const struct migration *migrations;
    size_t applied;

    write_sql(state, "CREATE TABLE audit_events (id BIGINT)");
    assert_result(up(engine_db(state), &applied), RESULT_FAILED);
    assert_int_equal(applied, 0);
    known(state, &migrations);
    assert_false(migrations[0].applied);
    write_sql(state, "DROP TABLE audit_events");
    assert_ok(up(engine_db(state), &applied));
    assert_int_equal(applied, known(state, &migrations));
}

static void status_of_an_empty_database_applies_nothing(void **state)
{
    const struct migration *migrations;
    size_t n = known(state, &migrations);

    for (size_t i = 0; i < n; i++) {
        assert_true(migrations[i].number > (i > 0 ? migrations[i - 1].number : 0));
        assert_true(migrations[i].name.len > 0);
        assert_false(migrations[i].applied);
    }
    assert_str(migrations[0].name, "main_job");
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM schema_migrations"), 0);
}

static void steps_are_applied_once(void **state)
{
    const struct migration *migrations;
    size_t applied;

    assert_ok(up(engine_db(state), &applied));
    size_t n = known(state, &migrations);
    assert_int_equal(applied, n);
    for (size_t i = 0; i < n; i++)
        assert_true(migrations[i].applied);
    assert_ok(up(engine_db(state), &applied));
    assert_int_equal(applied, 0);
}

struct racing {
    struct db *nodes[2];
    size_t applied[ENGINE_RACERS];
    result_t results[ENGINE_RACERS];
};

static void migrate_at_once(void *arg, size_t i)
{
    struct racing *racing = arg;

    racing->results[i] = up(racing->nodes[i % 2], &racing->applied[i]);
}

static void nodes_that_start_at_once_apply_each_step_once(void **state)
{
    struct racing racing = {.nodes = {engine_db(state), engine_other_db(state)}};
    const struct migration *migrations;
    size_t applied = 0;

    engine_race(migrate_at_once, &racing);
    for (size_t i = 0; i < ENGINE_RACERS; i++) {
        assert_ok(racing.results[i]);
        applied += racing.applied[i];
    }
    assert_int_equal(applied, known(state, &migrations));
}

/* The schema in lines, as the engine itself tells it: columns, keys, indexes, references. */
static const char *const sqlite_schema[] = {
    "SELECT m.name || '.' || p.name || ' ' || CASE p.type WHEN 'INTEGER' THEN 'bigint' "
    "WHEN 'BIGINT' THEN 'bigint' WHEN 'BLOB' THEN 'bytea' ELSE 'text' END || "
    "CASE WHEN p.\"notnull\" OR p.pk > 0 THEN ' not null' ELSE '' END "
    "FROM sqlite_master m, pragma_table_info(m.name) p "
    "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'",
    "SELECT m.name || ' key (' || (SELECT group_concat(name, ', ') FROM "
    "(SELECT name FROM pragma_table_info(m.name) WHERE pk > 0 ORDER BY pk)) || ')' "
    "FROM sqlite_master m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'",
    "SELECT m.name || CASE i.\"unique\" WHEN 1 THEN ' unique (' ELSE ' index (' END || "
    "(SELECT group_concat(name, ', ') FROM pragma_index_info(i.name)) || ')' "
    "FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table' AND i.origin <> 'pk'",
    "SELECT m.name || '.' || f.\"from\" || ' references ' || f.\"table\" || ' ' || f.on_delete "
    "FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
};
static const char *const postgresql_schema[] = {
    "SELECT table_name || '.' || column_name || ' ' || data_type || "
    "CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END "
    "FROM information_schema.columns WHERE table_schema = current_schema",
    "SELECT indrelid::regclass || ' key (' || (SELECT string_agg(attname, ', ' ORDER BY k.n) "
    "FROM unnest(indkey) WITH ORDINALITY k (no, n) JOIN pg_attribute ON attrelid = indrelid "
    "AND attnum = k.no) || ')' FROM pg_index WHERE indisprimary "
    "AND indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema::regnamespace)",
    "SELECT indrelid::regclass || CASE WHEN indisunique THEN ' unique (' ELSE ' index (' END || "
    "(SELECT string_agg(attname, ', ' ORDER BY k.n) FROM unnest(indkey) WITH ORDINALITY k (no, n) "
    "JOIN pg_attribute ON attrelid = indrelid AND attnum = k.no) || ')' "
    "FROM pg_index WHERE NOT indisprimary "
    "AND indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema::regnamespace)",
    "SELECT conrelid::regclass || '.' || attname || ' references ' || confrelid::regclass || "
    "CASE confdeltype WHEN 'c' THEN ' CASCADE' WHEN 'n' THEN ' SET NULL' ELSE ' NO ACTION' END "
    "FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1] "
    "WHERE contype = 'f' AND connamespace = current_schema::regnamespace",
};

enum { LINES_MAX = 1000, LINE_SIZE = 200 };
struct schema {
    char lines[LINES_MAX][LINE_SIZE];
    size_t n;
};

static int compare_lines(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void describe(void **state, struct schema *schema)
{
    bool sqlite = db_engine(engine_db(state)) == DB_SQLITE;
    struct db_rows rows;

    schema->n = 0;
    for (size_t i = 0; i < 4; i++) {
        assert_ok(db_read(engine_db(state), engine_arena(state),
            sqlite ? sqlite_schema[i] : postgresql_schema[i], DB_NO_ARGS, &rows));
        for (size_t row = 0; row < rows.n; row++) {
            assert_true(schema->n < LINES_MAX);
            snprintf(
                schema->lines[schema->n++], LINE_SIZE, "%.*s", STR_ARG(db_row_text(&rows, row, 0)));
        }
    }
    qsort(schema->lines, schema->n, LINE_SIZE, compare_lines);
}

/* The first engine's schema is kept for the second. */
static void both_engines_have_one_schema(void **state)
{
    static struct schema before, now;
    size_t applied;

    assert_ok(up(engine_db(state), &applied));
    describe(state, &now);
    assert_true(now.n > 150);
    for (size_t i = 0; before.n > 0 && (i < before.n || i < now.n); i++)
        assert_string_equal(before.lines[i], now.lines[i]);
    before = now;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(step_that_was_changed_after_it_was_applied_is_refused),
        cmocka_unit_test(database_that_is_newer_than_the_program_is_refused),
        cmocka_unit_test(step_that_fails_leaves_nothing_of_itself),
        cmocka_unit_test(status_of_an_empty_database_applies_nothing),
        cmocka_unit_test(steps_are_applied_once),
        cmocka_unit_test(nodes_that_start_at_once_apply_each_step_once),
        cmocka_unit_test(both_engines_have_one_schema),
    };

    return ENGINE_RUN_EMPTY("migrate", tests);
}
