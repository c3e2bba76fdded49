#include "store/session.h"

#include "store/grant.h"
#include "store/samples.h"

enum { IDLE_S = 50 };

static const struct authn_session *find(void **state, const char *token, int64_t now)
{
    const struct authn_session *session = &(struct authn_session){0};

    assert_ok(store_session_find(
        engine_db(state), engine_arena(state), str_from_cstr(token), now, now - IDLE_S, &session));
    return session;
}

static const struct authn_session *find_by_id(void **state, const char *id, int64_t now)
{
    const struct authn_session *session = &(struct authn_session){0};

    assert_ok(store_session_find_by_id(
        engine_db(state), engine_arena(state), str_from_cstr(id), now, now - IDLE_S, &session));
    return session;
}

static void add(void **state, const char *id, const char *user_id)
{
    struct authn_session session = sample_session(engine_arena(state), id);

    session.user_id = str_from_cstr(user_id);
    assert_ok(store_session_add(engine_db(state), &session, STR_NONE));
}

static void add_grant(void **state, const char *id, const char *session_id, const char *user_id)
{
    struct oauth_grant grant = sample_grant(engine_arena(state), id);

    grant.session_id = str_from_cstr(session_id);
    grant.user_id = str_from_cstr(user_id);
    sample_add_grant(state, &grant);
}

static const struct oauth_grant *grant(void **state, const char *id)
{
    const struct oauth_grant *found;

    assert_ok(store_grant_find(engine_db(state), engine_arena(state), str_from_cstr(id), &found));
    assert_non_null(found);
    return found;
}

static void unknown_session_is_not_found(void **state)
{
    sample_add_both(state);
    add(state, "session", "user");
    assert_null(find(state, "session", NOW)); /* the id is no token */
    assert_null(find_by_id(state, "token session", NOW));
    assert_null(find(state, "", NOW));
    assert_ok(store_session_end(engine_db(state), STR("nobody"), NOW));
    assert_ok(store_session_touch(engine_db(state), STR("nobody"), NOW));
    assert_non_null(find(state, "token session", NOW));
}

static void session_is_over_at_its_end(void **state)
{
    sample_add_both(state);
    add(state, "session", "user");
    assert_ok(store_session_touch(engine_db(state), STR("session"), NOW + 90));
    assert_non_null(find(state, "token session", NOW + 99));
    assert_null(find(state, "token session", NOW + 100));
    assert_null(find_by_id(state, "session", NOW + 100));
}

static void idle_session_is_not_found(void **state)
{
    sample_add_both(state);
    add(state, "session", "user");
    assert_non_null(find(state, "token session", NOW + IDLE_S));
    assert_null(find(state, "token session", NOW + IDLE_S + 1));
    assert_null(find_by_id(state, "session", NOW + IDLE_S + 1));
}

static void use_moves_a_session_forward_only(void **state)
{
    sample_add_both(state);
    add(state, "session", "user");
    add(state, "other", "user");
    assert_ok(store_session_touch(engine_db(state), STR("session"), NOW + 20));
    assert_ok(store_session_touch(engine_db(state), STR("session"), NOW + 10));
    assert_int_equal(find_by_id(state, "session", NOW + 20)->seen_at, NOW + 20);
    assert_int_equal(find_by_id(state, "other", NOW + 20)->seen_at, NOW);
}

static void session_of_a_disabled_person_is_not_found(void **state)
{
    sample_add_both(state);
    add(state, "session", "user");
    assert_ok(db_write(engine_db(state), engine_arena(state),
        "UPDATE users SET enabled = 0 WHERE id = 'user'", DB_NO_ARGS, NULL));
    assert_null(find(state, "token session", NOW));
    assert_null(find_by_id(state, "session", NOW));
}

static void session_of_an_unknown_person_is_refused(void **state)
{
    struct authn_session session = sample_session(engine_arena(state), "session");

    assert_result(store_session_add(engine_db(state), &session, STR_NONE), RESULT_CONFLICT);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM sessions"), 0);
}

static void refused_session_leaves_the_one_it_would_replace(void **state)
{
    struct authn_session second = sample_session(engine_arena(state), "second");

    sample_add_both(state);
    sample_add_person(state, "other");
    add(state, "first", "user");
    add_grant(state, "grant", "first", "user");
    second.user_id = STR("other");
    second.token_digest = STR("token first");
    assert_result(store_session_add(engine_db(state), &second, STR("first")), RESULT_CONFLICT);
    assert_str(find(state, "token first", NOW)->user_id, "user");
    assert_str(grant(state, "grant")->session_id, "first");
    assert_int_equal(grant(state, "grant")->revoked_at, 0);
}

static void everything_that_was_added_is_read(void **state)
{
    struct authn_session session = sample_session(engine_arena(state), "session");

    sample_add_both(state);
    session.auth_time = NOW - 1;
    session.amr = STR("pwd otp mfa");
    session.acr = STR("urn:tessera:acr:2fa");
    session.seen_at = NOW + 1;
    assert_ok(store_session_add(engine_db(state), &session, STR_NONE));
    const struct authn_session *found = find(state, "token session", NOW);
    assert_str(found->id, "session");
    assert_str(found->token_digest, "token session");
    assert_str(found->user_id, "user");
    assert_int_equal(found->auth_time, NOW - 1);
    assert_str(found->amr, "pwd otp mfa");
    assert_str(found->acr, "urn:tessera:acr:2fa");
    assert_str(found->address, "192.0.2.1");
    assert_str(found->user_agent, "Browser");
    assert_int_equal(found->created_at, NOW);
    assert_int_equal(found->seen_at, NOW + 1);
    assert_int_equal(found->expires_at, NOW + 100);
}

static bool renew(void **state, struct authn_session session, const char *before)
{
    bool renewed = true;

    assert_ok(store_session_renew(engine_db(state), &session, str_from_cstr(before), &renewed));
    return renewed;
}

static void session_is_renewed_by_its_person_with_its_last_token_only(void **state)
{
    struct authn_session again = sample_session(engine_arena(state), "first");

    sample_add_both(state);
    sample_add_person(state, "other");
    add(state, "first", "user");
    again.token_digest = STR("token again");
    assert_false(renew(state, again, "token other"));
    again.user_id = STR("other");
    assert_false(renew(state, again, "token first"));
    again.user_id = STR("user");
    again.id = STR("second");
    assert_false(renew(state, again, "token first"));
    assert_non_null(find(state, "token first", NOW));
}

static void renewed_session_keeps_its_id_and_its_grants(void **state)
{
    struct authn_session again = sample_session(engine_arena(state), "first");

    sample_add_both(state);
    add(state, "first", "user");
    add_grant(state, "grant", "first", "user");
    again.token_digest = STR("token again");
    again.auth_time = NOW + 5;
    again.amr = STR("pwd otp mfa");
    again.created_at = NOW + 5;
    again.expires_at = NOW + 200;
    assert_true(renew(state, again, "token first"));
    assert_null(find(state, "token first", NOW));
    const struct authn_session *found = find(state, "token again", NOW);
    assert_str(found->id, "first");
    assert_str(found->amr, "pwd otp mfa");
    assert_int_equal(found->auth_time, NOW + 5);
    assert_int_equal(found->created_at, NOW);
    assert_int_equal(found->expires_at, NOW + 200);
    assert_int_equal(grant(state, "grant")->revoked_at, 0);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM outbox_messages"), 0);
}

static void another_person_ends_the_grants_of_the_session_before(void **state)
{
    struct authn_session second = sample_session(engine_arena(state), "second");

    sample_add_both(state);
    sample_add_person(state, "other");
    add(state, "first", "user");
    add_grant(state, "grant", "first", "user");
    second.user_id = STR("other");
    second.created_at = NOW + 3;
    assert_ok(store_session_add(engine_db(state), &second, STR("first")));
    assert_null(find_by_id(state, "first", NOW));
    assert_int_equal(grant(state, "grant")->revoked_at, NOW + 3);
    assert_str(grant(state, "grant")->user_id, "user");
}

static void end_of_a_session_revokes_its_grants_alone(void **state)
{
    sample_add_both(state);
    add(state, "first", "user");
    add(state, "second", "user");
    add_grant(state, "grant", "first", "user");
    add_grant(state, "other", "second", "user");
    assert_ok(store_session_end(engine_db(state), STR("first"), NOW + 1));
    assert_ok(store_session_end(engine_db(state), STR("first"), NOW + 2));
    assert_null(find_by_id(state, "first", NOW));
    assert_non_null(find_by_id(state, "second", NOW));
    assert_int_equal(grant(state, "grant")->revoked_at, NOW + 1);
    assert_int_equal(grant(state, "other")->revoked_at, 0);
}

static void session_that_ended_takes_no_grant(void **state)
{
    struct oauth_grant late = sample_grant(engine_arena(state), "late");
    bool added = true;

    sample_add_both(state);
    add(state, "first", "user");
    late.session_id = STR("first");
    assert_ok(store_session_end(engine_db(state), STR("first"), NOW));
    assert_ok(store_grant_add(engine_db(state), &late, &added));
    assert_false(added);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM grants"), 0);
}

struct ending {
    struct db *nodes[2];
    struct oauth_grant grants[ENGINE_RACERS];
    result_t results[ENGINE_RACERS];
};

/* One of them ends the session while the others add grants to it. */
static void add_or_end(void *arg, size_t i)
{
    struct ending *ending = arg;
    bool added;

    ending->results[i] = i == ENGINE_RACERS / 2
                             ? store_session_end(ending->nodes[0], STR("session"), NOW + 1)
                             : store_grant_add(ending->nodes[i % 2], &ending->grants[i], &added);
}

static void grants_added_while_the_session_ends_are_revoked_or_not_there(void **state)
{
    struct ending ending = {.nodes = {engine_db(state), engine_other_db(state)}};

    sample_add_both(state);
    for (int round = 0; round < 20; round++) {
        add(state, "session", "user");
        for (size_t i = 0; i < ENGINE_RACERS; i++) {
            str_t id = arena_printf(engine_arena(state), "%d-%zu", round, i);
            ending.grants[i] = sample_grant(engine_arena(state), id.ptr);
            ending.grants[i].session_id = STR("session");
        }
        engine_race(add_or_end, &ending);
        for (size_t i = 0; i < ENGINE_RACERS; i++)
            assert_ok(ending.results[i]);
        assert_int_equal(
            engine_number(state, "SELECT COUNT(*) FROM grants WHERE revoked_at IS NULL"), 0);
    }
}

static void end_of_all_sessions_of_a_person_spares_one_and_other_people(void **state)
{
    sample_add_both(state);
    sample_add_person(state, "other");
    add(state, "first", "user");
    add(state, "second", "user");
    add(state, "theirs", "other");
    add_grant(state, "grant", "first", "user");
    add_grant(state, "kept", "second", "user");
    add_grant(state, "foreign", "theirs", "other");
    assert_ok(store_sessions_end_of_user(engine_db(state), STR("user"), STR("second"), NOW + 1));
    assert_null(find_by_id(state, "first", NOW));
    assert_non_null(find_by_id(state, "second", NOW));
    assert_non_null(find_by_id(state, "theirs", NOW));
    assert_int_equal(grant(state, "grant")->revoked_at, NOW + 1);
    assert_int_equal(grant(state, "kept")->revoked_at, 0);
    assert_int_equal(grant(state, "foreign")->revoked_at, 0);
}

static void end_without_exception_takes_grants_without_a_session_too(void **state)
{
    struct oauth_grant loose = sample_grant(engine_arena(state), "loose");

    sample_add_both(state);
    add(state, "first", "user");
    loose.session_id = STR_NONE;
    sample_add_grant(state, &loose);
    assert_ok(store_sessions_end_of_user(engine_db(state), STR("user"), STR_NONE, NOW + 1));
    assert_null(find_by_id(state, "first", NOW));
    assert_int_equal(grant(state, "loose")->revoked_at, NOW + 1);
}

static void clients_of_a_session_are_those_with_a_living_grant(void **state)
{
    str_t *clients;
    size_t n;

    sample_add_both(state);
    sample_add_client(state, "b");
    add(state, "session", "user");
    add(state, "other", "user");
    add_grant(state, "revoked", "session", "user");
    assert_ok(store_grant_revoke(engine_db(state), STR("revoked"), NOW));
    add_grant(state, "elsewhere", "other", "user");
    assert_ok(
        store_session_clients(engine_db(state), engine_arena(state), STR("session"), &clients, &n));
    assert_int_equal(n, 0);
    add_grant(state, "one", "session", "user");
    add_grant(state, "two", "session", "user");
    assert_ok(
        store_session_clients(engine_db(state), engine_arena(state), STR("session"), &clients, &n));
    assert_int_equal(n, 1);
    assert_str(clients[0], "client");
}

struct racing {
    struct db *nodes[2];
    struct authn_session sessions[ENGINE_RACERS];
    bool renewed[ENGINE_RACERS];
    result_t results[ENGINE_RACERS];
};

static void renew_at_once(void *arg, size_t i)
{
    struct racing *racing = arg;

    racing->results[i] = store_session_renew(
        racing->nodes[i % 2], &racing->sessions[i], STR("token first"), &racing->renewed[i]);
}

static void of_many_who_renew_one_session_one_does(void **state)
{
    struct racing racing = {.nodes = {engine_db(state), engine_other_db(state)}};
    size_t renewed = 0;

    sample_add_both(state);
    add(state, "first", "user");
    for (int i = 0; i < ENGINE_RACERS; i++) {
        racing.sessions[i] = sample_session(engine_arena(state), "first");
        racing.sessions[i].token_digest = arena_printf(engine_arena(state), "token %d", i);
    }
    engine_race(renew_at_once, &racing);
    for (size_t i = 0; i < ENGINE_RACERS; i++) {
        assert_ok(racing.results[i]);
        renewed += racing.renewed[i] ? 1 : 0;
    }
    assert_int_equal(renewed, 1);
    assert_null(find(state, "token first", NOW));
}

static void begin(void **state, const char *id, const char *user_id, int64_t created_at)
{
    struct authn_session session = sample_session(engine_arena(state), id);

    session.user_id = str_from_cstr(user_id);
    session.created_at = created_at;
    assert_ok(store_session_add(engine_db(state), &session, STR_NONE));
}

/* The ids of the page behind `place`. */
static str_t list(void **state, const struct account_place *place, size_t limit, int64_t now)
{
    const struct authn_session *sessions;
    str_t ids = STR("");
    size_t n;

    assert_ok(store_session_list(engine_db(state), engine_arena(state), STR("user"), now,
        now - IDLE_S, place, limit, &sessions, &n));
    for (size_t i = 0; i < n; i++)
        ids = arena_printf(engine_arena(state), "%.*s%.*s ", STR_ARG(ids), STR_ARG(sessions[i].id));
    return ids;
}

static void list_shows_own_living_sessions_newest_first(void **state)
{
    sample_add_both(state);
    sample_add_person(state, "other");
    begin(state, "a", "user", NOW);
    begin(state, "b", "user", NOW);
    begin(state, "c", "user", NOW - 1);
    begin(state, "foreign", "other", NOW);
    assert_str(list(state, NULL, 10, NOW), "b a c ");
    assert_str(list(state, NULL, 1, NOW), "b ");
    assert_str(list(state, &(struct account_place){NOW, STR("b")}, 1, NOW), "a ");
    assert_str(list(state, &(struct account_place){NOW, STR("a")}, 10, NOW), "c ");
    assert_str(list(state, &(struct account_place){NOW - 1, STR("c")}, 10, NOW), "");
    assert_str(list(state, NULL, 10, NOW + IDLE_S + 1), "");
}

static bool end_own(void **state, const char *user_id, const char *id)
{
    bool ended = true;

    assert_ok(store_session_end_own(
        engine_db(state), str_from_cstr(user_id), str_from_cstr(id), NOW, &ended));
    return ended;
}

static void own_session_alone_is_ended(void **state)
{
    sample_add_both(state);
    sample_add_person(state, "other");
    add(state, "session", "user");
    add_grant(state, "grant", "session", "user");
    assert_false(end_own(state, "other", "session"));
    assert_false(end_own(state, "user", "nothing"));
    assert_non_null(find(state, "token session", NOW));
    assert_int_equal(grant(state, "grant")->revoked_at, 0);
    assert_true(end_own(state, "user", "session"));
    assert_null(find(state, "token session", NOW));
    assert_int_equal(grant(state, "grant")->revoked_at, NOW);
    assert_false(end_own(state, "user", "session"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_session_is_not_found),
        cmocka_unit_test(session_is_over_at_its_end),
        cmocka_unit_test(idle_session_is_not_found),
        cmocka_unit_test(use_moves_a_session_forward_only),
        cmocka_unit_test(session_of_a_disabled_person_is_not_found),
        cmocka_unit_test(session_of_an_unknown_person_is_refused),
        cmocka_unit_test(refused_session_leaves_the_one_it_would_replace),
        cmocka_unit_test(everything_that_was_added_is_read),
        cmocka_unit_test(session_is_renewed_by_its_person_with_its_last_token_only),
        cmocka_unit_test(renewed_session_keeps_its_id_and_its_grants),
        cmocka_unit_test(another_person_ends_the_grants_of_the_session_before),
        cmocka_unit_test(end_of_a_session_revokes_its_grants_alone),
        cmocka_unit_test(session_that_ended_takes_no_grant),
        cmocka_unit_test(grants_added_while_the_session_ends_are_revoked_or_not_there),
        cmocka_unit_test(end_of_all_sessions_of_a_person_spares_one_and_other_people),
        cmocka_unit_test(end_without_exception_takes_grants_without_a_session_too),
        cmocka_unit_test(clients_of_a_session_are_those_with_a_living_grant),
        cmocka_unit_test(of_many_who_renew_one_session_one_does),
        cmocka_unit_test(list_shows_own_living_sessions_newest_first),
        cmocka_unit_test(own_session_alone_is_ended),
    };

    return ENGINE_RUN("session", tests);
}
