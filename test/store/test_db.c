#include "store/db.h"

#include "store/samples.h"

/* The schema of the program serves: `secrets` has a text, bytes and a number. */
static const char insert[] = "INSERT INTO secrets (name, sealed, created_at) VALUES ($1, $2, $3)";
static const char select_one[] = "SELECT name, sealed, created_at FROM secrets WHERE name = $1";
static const char count[] = "SELECT COUNT(*) FROM secrets";

static result_t add(struct db *db, arena_t *arena, str_t name, str_t bytes, int64_t number)
{
    return db_write(
        db, arena, insert, DB_ARGS(db_text(name), db_blob(bytes), db_int(number)), NULL);
}

static struct db_rows find(struct db *db, arena_t *arena, str_t name)
{
    struct db_rows rows;

    assert_ok(db_read(db, arena, select_one, DB_ARGS(db_text(name)), &rows));
    return rows;
}

static void url_of_no_engine_is_refused(void **state)
{
    static const char *const urls[] = {"", "sqlite", "sqlite:", "mysql://localhost/x", "/tmp/x.db"};
    struct db *db = NULL;
    (void)state;

    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++)
        assert_result(db_open(str_from_cstr(urls[i]), &db_options_default, &db), RESULT_FAILED);
    assert_null(db);
}

static void database_that_is_not_there_is_unavailable(void **state)
{
    static const char *const urls[] = {
        "sqlite:/nowhere/tessera.db", "postgresql://tessera@/postgres?host=/nowhere"};
    struct db *db = NULL;
    (void)state;

    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++)
        assert_result(
            db_open(str_from_cstr(urls[i]), &db_options_default, &db), RESULT_UNAVAILABLE);
    assert_null(db);
}

static void broken_rule_is_a_conflict_and_writes_nothing(void **state)
{
    struct db *db = engine_db(state);
    arena_t *arena = engine_arena(state);

    assert_ok(add(db, arena, STR("name"), STR("first"), 1));
    assert_result(add(db, arena, STR("name"), STR("second"), 2), RESULT_CONFLICT); /* unique */
    assert_result(add(db, arena, STR("null"), STR_NONE, 2), RESULT_CONFLICT);      /* not null */
    assert_result(db_write(db, arena, "INSERT INTO user_roles (user_id, role) VALUES ($1, $2)",
                      DB_ARGS(db_text(STR("nobody")), db_text(STR("owner"))), NULL),
        RESULT_CONFLICT); /* foreign key */
    assert_int_equal(engine_number(state, count), 1);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM user_roles"), 0);
}

static void statement_that_makes_no_sense_fails_and_the_database_goes_on(void **state)
{
    struct db *db = engine_db(state);
    arena_t *arena = engine_arena(state);
    struct db_rows rows;

    assert_result(
        db_read(db, arena, "SELECT nothing FROM nowhere", DB_NO_ARGS, &rows), RESULT_FAILED);
    assert_result(
        db_write(db, arena, "INSERT INTO nowhere VALUES (1)", DB_NO_ARGS, NULL), RESULT_FAILED);
    assert_ok(add(db, arena, STR("name"), STR("bytes"), 1));
    assert_ok(db_ping(db));
}

/* libpq would cut the text at the NUL, and another row would be found. */
static void text_that_is_no_utf8_is_refused_by_every_way(void **state)
{
    static const str_t texts[] = {{"name\0x", 6}, STR_INIT("\xFF"), STR_INIT("\xED\xA0\x80")};
    struct db *db = engine_db(state);
    arena_t *arena = engine_arena(state);
    struct db_rows rows;

    assert_ok(add(db, arena, STR("name"), STR("bytes"), 1));
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_result(add(db, arena, texts[i], STR("bytes"), 1), RESULT_FAILED);
        assert_result(
            db_read(db, arena, select_one, DB_ARGS(db_text(texts[i])), &rows), RESULT_FAILED);
    }
    assert_int_equal(engine_number(state, count), 1);
}

static void texts_are_kept_byte_for_byte(void **state)
{
    static const str_t texts[] = {STR_INIT(""), STR_INIT(" a "), STR_INIT("'; DROP TABLE users;--"),
        STR_INIT("\x01\t\r\n\x7F"), STR_INIT("J\xC3\xB6rg \xE4\xBD\xA0 \xF0\x9F\x98\x80"),
        STR_INIT("J\xC3\xB6rg"), STR_INIT("Jo\xCC\x88rg"), STR_INIT("J\xC3\x96RG"),
        STR_INIT("\\x00\\000%s$1?")};
    struct db *db = engine_db(state);
    arena_t *arena = engine_arena(state);

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_ok(add(db, arena, texts[i], STR(""), (int64_t)i));
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct db_rows rows = find(db, arena, texts[i]);
        assert_int_equal(rows.n, 1);
        assert_true(str_eq(db_row_text(&rows, 0, 0), texts[i]));
        assert_int_equal(db_row_int(&rows, 0, 2), i);
    }
}

static void blobs_are_any_bytes(void **state)
{
    struct db *db = engine_db(state);
    arena_t *arena = engine_arena(state);
    char bytes[256 * 3];

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)i;
    assert_ok(add(db, arena, STR("all"), (str_t){bytes, sizeof bytes}, 1));
    assert_ok(add(db, arena, STR("empty"), STR(""), 1));
    struct db_rows rows = find(db, arena, STR("all"));
    assert_true(str_eq(db_row_blob(&rows, 0, 1), (str_t){bytes, sizeof bytes}));
    rows = find(db, arena, STR("empty"));
    assert_true(str_present(db_row_blob(&rows, 0, 1)));
    assert_int_equal(db_row_blob(&rows, 0, 1).len, 0);
}

static void large_values_are_kept_whole(void **state)
{
    enum { LARGE = 1024 * 1024 };
    struct db *db = engine_db(state);
    arena_t *arena = engine_arena(state);
    char *text = arena_alloc(arena, LARGE);

    memset(text, 'a', LARGE);
    assert_ok(add(db, arena, STR("large"), (str_t){text, LARGE}, 1));
    struct db_rows rows = find(db, arena, STR("large"));
    assert_true(str_eq(db_row_blob(&rows, 0, 1), (str_t){text, LARGE}));
}

static void numbers_keep_all_their_bits(void **state)
{
    static const int64_t numbers[] = {
        0, -1, 1, INT32_MAX, INT64_C(4102444800), INT64_MAX, INT64_MIN};
    struct db *db = engine_db(state);
    arena_t *arena = engine_arena(state);

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        str_t name = arena_printf(arena, "%zu", i);
        assert_ok(add(db, arena, name, STR(""), numbers[i]));
        struct db_rows rows = find(db, arena, name);
        assert_true(db_row_int(&rows, 0, 2) == numbers[i]);
    }
}

static void null_is_absent_and_an_empty_text_is_not(void **state)
{
    struct db *db = engine_db(state);
    arena_t *arena = engine_arena(state);
    struct db_rows rows;

    assert_ok(db_write(db, arena,
        "INSERT INTO flows (id, browser_digest, state, request, session_id, consented_scope, "
        "created_at, expires_at) VALUES ('flow', '', '', '', $1, $2, 0, 0)",
        DB_ARGS(db_text(STR_NONE), db_text(STR(""))), NULL));
    assert_ok(db_read(
        db, arena, "SELECT session_id, consented_scope, NULL FROM flows", DB_NO_ARGS, &rows));
    assert_false(str_present(db_row_text(&rows, 0, 0)));
    assert_true(str_present(db_row_text(&rows, 0, 1)));
    assert_false(str_present(db_row_text(&rows, 0, 2)));
    assert_false(str_present(db_row_blob(&rows, 0, 2)));
    assert_int_equal(db_row_int(&rows, 0, 2), 0);
}

static void as_many_arguments_as_allowed_keep_their_order(void **state)
{
    arena_t *arena = engine_arena(state);
    struct db_value values[DB_MAX_ARGS];
    str_t sql = STR("SELECT 0");
    struct db_rows rows;

    for (int i = 0; i < DB_MAX_ARGS; i++) {
        values[i] = db_int(i);
        sql = arena_printf(arena, "%.*s, CAST($%d AS BIGINT)", STR_ARG(sql), DB_MAX_ARGS - i);
    }
    assert_ok(
        db_read(engine_db(state), arena, sql.ptr, (struct db_args){values, DB_MAX_ARGS}, &rows));
    assert_int_equal(rows.columns, 1 + DB_MAX_ARGS);
    for (size_t i = 0; i < DB_MAX_ARGS; i++)
        assert_int_equal(db_row_int(&rows, 0, 1 + i), DB_MAX_ARGS - 1 - i);
}

static void rows_that_were_changed_are_counted(void **state)
{
    struct db *db = engine_db(state);
    arena_t *arena = engine_arena(state);
    struct db_rows rows;

    assert_ok(db_write(db, arena, "UPDATE roles SET built_in = built_in", DB_NO_ARGS, &rows));
    assert_int_equal(rows.changed, 4);
    assert_int_equal(rows.n, 0);
    assert_ok(db_write(
        db, arena, "DELETE FROM roles WHERE name < 'b' RETURNING name", DB_NO_ARGS, &rows));
    assert_int_equal(rows.changed, 1);
    assert_int_equal(rows.n, 1);
    assert_str(db_row_text(&rows, 0, 0), "auditor");
    assert_ok(db_write(db, arena, "DELETE FROM roles WHERE name = 'x'", DB_NO_ARGS, &rows));
    assert_int_equal(rows.changed, 0);
}

static void answer_without_rows_is_no_failure(void **state)
{
    assert_int_equal(find(engine_db(state), engine_arena(state), STR("nobody")).n, 0);
}

struct work {
    result_t answer;
    result_t second; /* what the statement behind a failed one answered */
    bool conflicts;
};

static result_t add_two(struct db_tx *tx, arena_t *arena, void *arg)
{
    struct work *work = arg;

    TRY(db_tx_run(
        tx, arena, insert, DB_ARGS(db_text(STR("first")), db_blob(STR("")), db_int(1)), NULL));
    work->second = db_tx_run(tx, arena, insert,
        DB_ARGS(
            db_text(work->conflicts ? STR("first") : STR("second")), db_blob(STR("")), db_int(1)),
        NULL);
    if (work->conflicts)
        work->second = db_tx_run(
            tx, arena, insert, DB_ARGS(db_text(STR("third")), db_blob(STR("")), db_int(1)), NULL);
    return work->answer;
}

static void work_that_fails_leaves_nothing(void **state)
{
    struct work work = {.answer = {RESULT_BUSY, "of its own"}};

    assert_result(db_transact(engine_db(state), engine_arena(state), add_two, &work), RESULT_BUSY);
    assert_ok(work.second);
    assert_int_equal(engine_number(state, count), 0);
}

static void work_that_hides_a_failed_statement_fails_and_leaves_nothing(void **state)
{
    struct work work = {.answer = OK, .conflicts = true};

    assert_result(
        db_transact(engine_db(state), engine_arena(state), add_two, &work), RESULT_CONFLICT);
    assert_result(work.second, RESULT_CONFLICT);
    assert_int_equal(engine_number(state, count), 0);
}

static void work_that_succeeds_is_whole(void **state)
{
    struct work work = {.answer = OK};

    assert_ok(db_transact(engine_db(state), engine_arena(state), add_two, &work));
    assert_int_equal(engine_number(state, count), 2);
}

static result_t see_own(struct db_tx *tx, arena_t *arena, void *arg)
{
    struct db_rows *rows = arg;

    TRY(db_tx_run(
        tx, arena, insert, DB_ARGS(db_text(STR("own")), db_blob(STR("")), db_int(1)), NULL));
    return db_tx_run(tx, arena, count, DB_NO_ARGS, rows);
}

static void work_sees_what_it_wrote(void **state)
{
    struct db_rows rows;

    assert_ok(db_transact(engine_db(state), engine_arena(state), see_own, &rows));
    assert_int_equal(db_row_int(&rows, 0, 0), 1);
}

static void what_was_acknowledged_is_seen_at_once_on_every_node(void **state)
{
    struct db *nodes[] = {engine_db(state), engine_other_db(state)};
    arena_t *arena = engine_arena(state);

    for (size_t i = 0; i < 50; i++) {
        str_t name = arena_printf(arena, "%zu", i);
        assert_ok(add(nodes[i % 2], arena, name, STR(""), (int64_t)i));
        assert_int_equal(find(nodes[0], arena, name).n, 1);
        assert_int_equal(find(nodes[1], arena, name).n, 1);
    }
}

static void what_was_queued_is_there_after_a_restart(void **state)
{
    struct db *again = NULL;
    arena_t *arena = engine_arena(state);

    assert_ok(db_open(engine_url(state), &db_options_default, &again));
    assert_ok(add(again, arena, STR("name"), STR("bytes"), 1));
    db_close(&again);
    assert_null(again);
    db_close(&again);
    assert_int_equal(find(engine_db(state), arena, STR("name")).n, 1);
}

struct racing {
    struct db *nodes[2];
    result_t results[ENGINE_RACERS];
};

/* Every fourth breaks a rule amid the others; a third are transactions. */
static void write_at_once(void *arg, size_t i)
{
    struct racing *racing = arg;
    AUTO_ARENA arena = arena_new(1 << 20);
    struct db *db = racing->nodes[i % 2];
    struct work doomed = {.answer = OK, .conflicts = true};

    if (i % 4 == 3)
        racing->results[i] = add(db, arena, STR("taken"), STR(""), 1);
    else if (i % 3 == 0)
        racing->results[i] = db_transact(db, arena, add_two, &doomed);
    else
        racing->results[i] = add(db, arena, arena_printf(arena, "racer-%zu", i), STR(""), 1);
}

static void failures_take_no_others_with_them(void **state)
{
    struct racing racing = {.nodes = {engine_db(state), engine_other_db(state)}};
    int64_t expected = 1;

    assert_ok(add(engine_db(state), engine_arena(state), STR("taken"), STR(""), 1));
    engine_race(write_at_once, &racing);
    for (size_t i = 0; i < ENGINE_RACERS; i++) {
        bool breaks = i % 4 == 3 || i % 3 == 0;
        assert_result(racing.results[i], breaks ? RESULT_CONFLICT : RESULT_OK);
        expected += !breaks;
    }
    assert_int_equal(engine_number(state, count), expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(url_of_no_engine_is_refused),
        cmocka_unit_test(database_that_is_not_there_is_unavailable),
        cmocka_unit_test(broken_rule_is_a_conflict_and_writes_nothing),
        cmocka_unit_test(statement_that_makes_no_sense_fails_and_the_database_goes_on),
        cmocka_unit_test(text_that_is_no_utf8_is_refused_by_every_way),
        cmocka_unit_test(texts_are_kept_byte_for_byte),
        cmocka_unit_test(blobs_are_any_bytes),
        cmocka_unit_test(large_values_are_kept_whole),
        cmocka_unit_test(numbers_keep_all_their_bits),
        cmocka_unit_test(null_is_absent_and_an_empty_text_is_not),
        cmocka_unit_test(as_many_arguments_as_allowed_keep_their_order),
        cmocka_unit_test(rows_that_were_changed_are_counted),
        cmocka_unit_test(answer_without_rows_is_no_failure),
        cmocka_unit_test(work_that_fails_leaves_nothing),
        cmocka_unit_test(work_that_hides_a_failed_statement_fails_and_leaves_nothing),
        cmocka_unit_test(work_that_succeeds_is_whole),
        cmocka_unit_test(work_sees_what_it_wrote),
        cmocka_unit_test(what_was_acknowledged_is_seen_at_once_on_every_node),
        cmocka_unit_test(what_was_queued_is_there_after_a_restart),
        cmocka_unit_test(failures_take_no_others_with_them),
    };

    return ENGINE_RUN("db", tests);
}
