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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(batch_with_a_bad_row_leaves_nothing),
        cmocka_unit_test(rows_keep_their_order),
        cmocka_unit_test(everything_of_an_event_is_written),
        cmocka_unit_test(what_an_event_does_not_have_is_null),
    };

    return ENGINE_RUN("audit", tests);
}
