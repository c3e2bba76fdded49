#include "store/grant.h"
#include "store/samples.h"
#include "store/session.h"

enum { DAY_S = 86400, DEVICE_KEPT_S = 400 * DAY_S, OUTBOX_KEPT_S = 30 * DAY_S };
enum { AUDIT_KEPT_S = 400 * DAY_S, UNSPENT_KEPT_S = 3600, REVOKED_KEPT_S = DAY_S };

/* How a row comes into each table: $1 its id, $2 the time in the column that says its end. */
static const struct table {
    const char *insert;
    const char *count;
    int64_t kept_s;
} tables[] = {
    {"INSERT INTO grants (id, client_id, user_id, scope, auth_time, amr, acr, code_expires_at, "
     "redirect_uri, created_at, expires_at) "
     "VALUES ($1, 'client', 'user', '', 0, '', '', 0, '', 0, $2)",
        "SELECT COUNT(*) FROM grants", 0},
    {"INSERT INTO access_tokens (digest, client_id, subject, scope, audience, issued_at, "
     "expires_at) VALUES ($1, 'client', '', '', '', 0, $2)",
        "SELECT COUNT(*) FROM access_tokens", 0},
    {"INSERT INTO revoked_tokens (jti, expires_at) VALUES ($1, $2)",
        "SELECT COUNT(*) FROM revoked_tokens", 0},
    {"INSERT INTO spent_ids (digest, expires_at) VALUES ($1, $2)", "SELECT COUNT(*) FROM spent_ids",
        0},
    {"INSERT INTO sessions (id, token_digest, user_id, auth_time, amr, acr, address, user_agent, "
     "created_at, seen_at, expires_at) VALUES ($1, $1, 'user', 0, '', '', '', '', 0, 0, $2)",
        "SELECT COUNT(*) FROM sessions", 0},
    {"INSERT INTO flows (id, browser_digest, state, request, created_at, expires_at) "
     "VALUES ($1, '', '', '', 0, $2)",
        "SELECT COUNT(*) FROM flows", 0},
    {"INSERT INTO stored_requests (digest, request, expires_at) VALUES ($1, '', $2)",
        "SELECT COUNT(*) FROM stored_requests", 0},
    {"INSERT INTO throttles (bucket, failures, refused, locks, locked_until, expires_at) "
     "VALUES ($1, 0, 0, 0, 0, $2)",
        "SELECT COUNT(*) FROM throttles", 0},
    {"INSERT INTO setup_links (digest, created_at, expires_at) VALUES ($1, 0, $2)",
        "SELECT COUNT(*) FROM setup_links", 0},
    {"INSERT INTO proofs (purpose, series, id, target, tries_left, ends_with, created_at, "
     "expires_at) VALUES ('', $1, $1, '', 0, 0, 0, $2)",
        "SELECT COUNT(*) FROM proofs", 0},
    {"INSERT INTO devices (digest, user_id, seen_at) VALUES ($1, 'user', $2)",
        "SELECT COUNT(*) FROM devices", DEVICE_KEPT_S},
    {"INSERT INTO outbox (kind, recipient, template, lang, subject, body_text, body_html, links, "
     "created_at) VALUES ('mail', $1, '', '', '', '', '', '', $2)",
        "SELECT COUNT(*) FROM outbox", OUTBOX_KEPT_S},
    {"INSERT INTO outbox_messages (message_id, kind, recipient, template, lang, state, "
     "next_try_at, created_at, expires_at) VALUES ($1, 'mail', '', '', '', 'pending', 0, $2, 0)",
        "SELECT COUNT(*) FROM outbox_messages", OUTBOX_KEPT_S},
    {"INSERT INTO audit_events (event, outcome, user_id, at) VALUES ('', '', $1, $2)",
        "SELECT COUNT(*) FROM audit_events", AUDIT_KEPT_S},
};
enum { TABLES = sizeof tables / sizeof tables[0] };

/* `n` rows in every table whose time is over `after_s` seconds after NOW. */
static void fill(void **state, const char *name, size_t n, int64_t after_s)
{
    for (size_t i = 0; i < TABLES * n; i++) {
        const struct table *table = &tables[i / n];
        str_t id = arena_printf(engine_arena(state), "%s-%zu", name, i % n);
        assert_ok(db_write(engine_db(state), engine_arena(state), table->insert,
            DB_ARGS(db_text(id), db_int(NOW + after_s - table->kept_s)), NULL));
    }
}

static size_t expire(void **state, int64_t now, size_t batch)
{
    size_t deleted = 999;

    assert_ok(store_expire(engine_db(state), now, batch, &deleted));
    return deleted;
}

static void assert_rows_in_each(void **state, int64_t expected)
{
    for (size_t i = 0; i < TABLES; i++)
        if (engine_number(state, tables[i].count) != expected)
            fail_msg("%s: %d", tables[i].count, (int)engine_number(state, tables[i].count));
}

static void nothing_living_is_deleted(void **state)
{
    sample_add_both(state);
    fill(state, "living", 2, 1);
    assert_int_equal(expire(state, NOW, 100), 0);
    assert_rows_in_each(state, 2);
}

static void what_has_no_end_is_left_alone(void **state)
{
    static const char *const kept[] = {"SELECT COUNT(*) FROM clients", "SELECT COUNT(*) FROM users",
        "SELECT COUNT(*) FROM credentials"};

    sample_add_both(state);
    assert_int_equal(expire(state, INT64_C(1) << 40, 100), 0);
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        assert_int_equal(engine_number(state, kept[i]), 1);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM roles"), 4);
}

static void rows_go_at_their_end_and_leave_the_others(void **state)
{
    sample_add_both(state);
    fill(state, "over", 2, 0);
    fill(state, "living", 3, 1);
    assert_int_equal(expire(state, NOW, 100), 2 * TABLES);
    assert_rows_in_each(state, 3);
    assert_int_equal(expire(state, NOW, 100), 0);
}

static void no_more_than_a_batch_of_each_goes_at_once(void **state)
{
    sample_add_both(state);
    fill(state, "over", 7, -1);
    assert_int_equal(expire(state, NOW, 3), 3 * TABLES);
    assert_rows_in_each(state, 4);
    assert_int_equal(expire(state, NOW, 3), 3 * TABLES);
    assert_int_equal(expire(state, NOW, 3), 1 * TABLES);
    assert_int_equal(expire(state, NOW, 3), 0);
}

static void add_message(void **state, const char *id, const char *as, int64_t expires_at)
{
    assert_ok(db_write(engine_db(state), engine_arena(state),
        "INSERT INTO outbox_messages (message_id, kind, recipient, template, lang, state, sealed, "
        "next_try_at, created_at, expires_at) "
        "VALUES ($1, 'mail', '', '', '', $2, $3, 0, $4, $5)",
        DB_ARGS(db_text(str_from_cstr(id)), db_text(str_from_cstr(as)), db_blob(STR("x")),
            db_int(NOW), db_int(expires_at)),
        NULL));
}

static void dead_letter_loses_its_text_when_it_is_of_no_more_use(void **state)
{
    static const char with_text[] = "SELECT COUNT(*) FROM outbox_messages WHERE sealed IS NOT NULL";

    add_message(state, "over", "dead", NOW);
    add_message(state, "living", "dead", NOW + 1);
    add_message(state, "pending", "pending", NOW);
    expire(state, NOW, 100);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM outbox_messages"), 3);
    assert_int_equal(engine_number(state, with_text), 2);
}

static void add_grant(void **state, const char *id, int64_t code_used_at, int64_t revoked_at)
{
    struct oauth_grant grant = sample_grant(engine_arena(state), id);

    grant.code_expires_at = NOW + 60;
    grant.code_used_at = code_used_at;
    grant.revoked_at = revoked_at;
    grant.expires_at = NOW + 90 * DAY_S;
    sample_add_grant(state, &grant);
}

static bool has_grant(void **state, const char *id)
{
    const struct oauth_grant *grant;

    assert_ok(store_grant_find(engine_db(state), engine_arena(state), str_from_cstr(id), &grant));
    return grant != NULL;
}

static void grant_that_can_never_be_used_goes_before_its_end(void **state)
{
    struct oauth_grant codeless = sample_grant(engine_arena(state), "codeless");

    sample_add_both(state);
    codeless.code_digest = STR_NONE;
    codeless.expires_at = NOW + 90 * DAY_S;
    sample_add_grant(state, &codeless);
    add_grant(state, "unspent", 0, 0);
    add_grant(state, "spent", NOW, 0);
    add_grant(state, "revoked", NOW, NOW);
    assert_int_equal(expire(state, NOW + 60 + UNSPENT_KEPT_S - 1, 100), 0);
    assert_int_equal(expire(state, NOW + 60 + UNSPENT_KEPT_S, 100), 1);
    assert_false(has_grant(state, "unspent"));
    assert_int_equal(expire(state, NOW + REVOKED_KEPT_S - 1, 100), 0);
    assert_int_equal(expire(state, NOW + REVOKED_KEPT_S, 100), 1);
    assert_false(has_grant(state, "revoked"));
    assert_int_equal(expire(state, NOW + 90 * DAY_S - 1, 100), 0);
    assert_true(has_grant(state, "spent") && has_grant(state, "codeless"));
}

/* The relying party still has a session of its own, and is told when this one ends. */
static void revoked_grant_stays_while_its_session_lives(void **state)
{
    struct authn_session session = sample_session(engine_arena(state), "session");

    sample_add_both(state);
    session.expires_at = NOW + 10 * DAY_S;
    assert_ok(store_session_add(engine_db(state), &session, STR_NONE));
    struct oauth_grant grant = sample_grant(engine_arena(state), "revoked");
    grant.session_id = session.id;
    grant.code_used_at = grant.revoked_at = NOW;
    grant.expires_at = NOW + 90 * DAY_S;
    sample_add_grant(state, &grant);
    assert_int_equal(expire(state, NOW + 9 * DAY_S, 100), 0);
    assert_ok(store_session_end(engine_db(state), STR("session"), NOW + 9 * DAY_S));
    assert_int_equal(expire(state, NOW + 9 * DAY_S, 100), 1);
    assert_false(has_grant(state, "revoked"));
}

/* How each row that is over is found. */
static const char *const searches[] = {
    "SELECT id FROM grants WHERE expires_at <= 1 LIMIT 5",
    "SELECT id FROM grants WHERE code_used_at IS NULL AND code_digest IS NOT NULL "
    "AND code_expires_at <= 1 LIMIT 5",
    "SELECT id FROM grants WHERE NOT EXISTS (SELECT 1 FROM sessions s "
    "WHERE s.id = grants.session_id) AND revoked_at <= 1 LIMIT 5",
    "SELECT digest FROM access_tokens WHERE expires_at <= 1 LIMIT 5",
    "SELECT jti FROM revoked_tokens WHERE expires_at <= 1 LIMIT 5",
    "SELECT digest FROM spent_ids WHERE expires_at <= 1 LIMIT 5",
    "SELECT id FROM sessions WHERE expires_at <= 1 LIMIT 5",
    "SELECT id FROM flows WHERE expires_at <= 1 LIMIT 5",
    "SELECT digest FROM stored_requests WHERE expires_at <= 1 LIMIT 5",
    "SELECT bucket FROM throttles WHERE expires_at <= 1 LIMIT 5",
    "SELECT digest FROM setup_links WHERE expires_at <= 1 LIMIT 5",
    "SELECT user_id, digest FROM devices WHERE seen_at <= 1 LIMIT 5",
    "SELECT id FROM outbox ORDER BY id LIMIT 5",
    "SELECT id FROM outbox_messages ORDER BY id LIMIT 5",
    "SELECT id FROM audit_events WHERE at <= 1 LIMIT 5",
};

/* A small table is scanned whatever there is: it is told not to. */
static result_t explain(struct db_tx *tx, arena_t *arena, void *arg)
{
    const char *const *search = arg;
    struct db_rows rows;

    TRY(db_tx_run(tx, arena, "SET LOCAL enable_seqscan = off", DB_NO_ARGS, NULL));
    TRY(db_tx_run(tx, arena, arena_printf(arena, "EXPLAIN %s", *search).ptr, DB_NO_ARGS, &rows));
    for (size_t i = 0; i < rows.n; i++)
        if (strstr(db_row_text(&rows, i, 0).ptr, "Seq Scan"))
            return result_fail(RESULT_CONFLICT, *search);
    return OK;
}

static void assert_sqlite_searches(void **state, const char *search)
{
    arena_t *arena = engine_arena(state);
    struct db_rows rows;

    assert_ok(db_read(engine_db(state), arena,
        arena_printf(arena, "EXPLAIN QUERY PLAN %s", search).ptr, DB_NO_ARGS, &rows));
    str_t plan = db_row_text(&rows, 0, 3);
    bool in_order = strstr(search, "ORDER BY id") != NULL; /* the table itself stands in it */
    if (!in_order && !str_starts_with(plan, STR("SEARCH ")))
        fail_msg("%s: %s", search, plan.ptr);
}

static void what_is_over_is_found_by_an_index(void **state)
{
    for (size_t i = 0; i < sizeof searches / sizeof searches[0]; i++) {
        const char *search = searches[i];
        if (db_engine(engine_db(state)) == DB_SQLITE)
            assert_sqlite_searches(state, search);
        else
            assert_ok(db_transact(engine_db(state), engine_arena(state), explain, &search));
    }
}

struct racing {
    struct db *nodes[2];
    size_t deleted[ENGINE_RACERS];
    result_t results[ENGINE_RACERS];
};

static void expire_at_once(void *arg, size_t i)
{
    struct racing *racing = arg;

    racing->results[i] = store_expire(racing->nodes[i % 2], NOW, 5, &racing->deleted[i]);
}

static void nodes_that_delete_at_once_count_each_row_once(void **state)
{
    struct racing racing = {.nodes = {engine_db(state), engine_other_db(state)}};
    size_t deleted = 0;

    sample_add_both(state);
    fill(state, "over", 9, -1);
    fill(state, "living", 1, 1);
    engine_race(expire_at_once, &racing);
    for (size_t i = 0; i < ENGINE_RACERS; i++) {
        assert_ok(racing.results[i]);
        deleted += racing.deleted[i];
    }
    deleted += expire(state, NOW, 100);
    assert_int_equal(deleted, 9 * TABLES);
    assert_rows_in_each(state, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_living_is_deleted),
        cmocka_unit_test(what_has_no_end_is_left_alone),
        cmocka_unit_test(rows_go_at_their_end_and_leave_the_others),
        cmocka_unit_test(no_more_than_a_batch_of_each_goes_at_once),
        cmocka_unit_test(dead_letter_loses_its_text_when_it_is_of_no_more_use),
        cmocka_unit_test(grant_that_can_never_be_used_goes_before_its_end),
        cmocka_unit_test(revoked_grant_stays_while_its_session_lives),
        cmocka_unit_test(what_is_over_is_found_by_an_index),
        cmocka_unit_test(nodes_that_delete_at_once_count_each_row_once),
    };

    return ENGINE_RUN("expire", tests);
}
