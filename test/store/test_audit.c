#include "store/audit.h"
#include "store/samples.h"

static struct audit_row sample_event(const char *reason)
{
    return (struct audit_row){
        .at = NOW,
        .event = STR("sign_in"),
        .success = true,
        .user_id = STR("user"),
        .client_id = STR("client"),
        .session_id = STR("session"),
        .address = STR("192.0.2.1"),
        .reason = str_from_cstr(reason),
        .correlation_id = STR("c0ffee"),
    };
}

static void batch_with_a_bad_row_leaves_nothing(void **state)
{
    struct audit_row rows[] = {sample_event("first"), sample_event("second")};

    rows[1].event = STR_NONE;
    assert_result(store_audit_add(engine_db(state), rows, 2), RESULT_CONFLICT);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM audit_events"), 0);
}

static void rows_keep_their_order(void **state)
{
    struct audit_row rows[AUDIT_BATCH_MAX];
    struct db_rows found;

    for (size_t i = 0; i < AUDIT_BATCH_MAX; i++)
        rows[i] = sample_event(arena_printf(engine_arena(state), "%zu", i).ptr);
    assert_ok(store_audit_add(engine_db(state), rows, AUDIT_BATCH_MAX));
    assert_ok(db_read(engine_db(state), engine_arena(state),
        "SELECT reason FROM audit_events ORDER BY id", DB_NO_ARGS, &found));
    assert_int_equal(found.n, AUDIT_BATCH_MAX);
    for (size_t i = 0; i < found.n; i++)
        assert_true(str_eq(db_row_text(&found, i, 0), rows[i].reason));
}

static void everything_of_an_event_is_written(void **state)
{
    static const char *const expected[] = {
        "sign_in", "success", "user", "client", "session", "192.0.2.1", "why", "c0ffee"};
    struct audit_row row = sample_event("why");
    struct db_rows found;

    assert_ok(store_audit_add(engine_db(state), &row, 1));
    assert_ok(db_read(engine_db(state), engine_arena(state),
        "SELECT event, outcome, user_id, client_id, session_id, address, reason, correlation_id "
        "FROM audit_events WHERE at = 1000000",
        DB_NO_ARGS, &found));
    assert_int_equal(found.n, 1);
    for (size_t i = 0; i < 8; i++)
        assert_str(db_row_text(&found, 0, i), expected[i]);
}

static void what_an_event_does_not_have_is_null(void **state)
{
    const struct audit_row row = {.at = NOW, .event = STR("keys.rotated")};

    assert_ok(store_audit_add(engine_db(state), &row, 1));
    assert_int_equal(
        engine_number(state, "SELECT COUNT(*) FROM audit_events WHERE outcome = 'failure' "
                             "AND user_id IS NULL AND client_id IS NULL AND session_id IS NULL "
                             "AND address IS NULL AND reason IS NULL AND correlation_id IS NULL"),
        1);
}

static void add_event(void **state, const char *name, const char *user_id, int64_t at)
{
    struct audit_row row = sample_event("why");

    row.event = str_from_cstr(name);
    row.user_id = str_from_cstr(user_id);
    row.at = at;
    assert_ok(store_audit_add(engine_db(state), &row, 1));
}

/* "name " of each. */
static str_t told(void **state, const struct account_event_place *behind, size_t limit,
    struct account_event_place *last_out)
{
    static const str_t names[] = {STR_INIT("a_b.c"), STR_INIT("d.e"), STR_INIT("f.g")};
    const struct account_event *events;
    str_t text = STR("");
    size_t n;

    assert_ok(store_event_list(engine_db(state), engine_arena(state), STR("user"),
        (str_array_t){names, 3}, behind, limit, &events, &n));
    for (size_t i = 0; i < n; i++)
        text =
            arena_printf(engine_arena(state), "%.*s%.*s ", STR_ARG(text), STR_ARG(events[i].name));
    if (n > 0)
        *last_out = events[n - 1].place;
    return text;
}

static void person_is_told_of_own_named_acts_newest_first(void **state)
{
    struct account_event_place last;

    add_event(state, "d.e", "user", NOW);
    add_event(state, "d.e", "other", NOW);
    add_event(state, "x.y", "user", NOW);
    add_event(state, "e", "user", NOW);
    add_event(state, "a_b.c", "user", NOW + 1);
    add_event(state, "f.g", "user", NOW);
    assert_str(told(state, NULL, 10, &last), "a_b.c f.g d.e ");
    assert_str(told(state, NULL, 2, &last), "a_b.c f.g ");
    assert_str(told(state, &last, 10, &last), "d.e ");
    assert_str(told(state, &last, 10, &last), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(batch_with_a_bad_row_leaves_nothing),
        cmocka_unit_test(rows_keep_their_order),
        cmocka_unit_test(everything_of_an_event_is_written),
        cmocka_unit_test(what_an_event_does_not_have_is_null),
        cmocka_unit_test(person_is_told_of_own_named_acts_newest_first),
    };

    return ENGINE_RUN("audit", tests);
}
