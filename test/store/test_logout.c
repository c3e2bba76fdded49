#include "store/logout.h"

#include "store/client.h"
#include "store/grant.h"
#include "store/outbox.h"
#include "store/person.h"
#include "store/samples.h"
#include "store/session.h"
#include "store/user.h"

/* A client whose metadata, as account/clients writes it, has this member more. */
static void add_client(void **state, const char *id, const char *member)
{
    struct oauth_client_record client = sample_client(id);

    client.metadata = arena_printf(engine_arena(state), "{\"client_name\":\"%s\"%s}", id, member);
    assert_ok(store_client_add(engine_db(state), &client));
}

#define TOLD ",\"backchannel_logout_uri\":\"https://app.example.com/bye\""

static void add_session(void **state, const char *id, const char *user_id)
{
    struct authn_session session = sample_session(engine_arena(state), id);

    session.user_id = str_from_cstr(user_id);
    assert_ok(store_session_add(engine_db(state), &session, STR_NONE));
}

/* By `client_id` for `user_id` in `session_id` (NULL: in none). */
static void add_grant(void **state, const char *id, const char *client_id, const char *session_id,
    const char *user_id)
{
    struct oauth_grant grant = sample_grant(engine_arena(state), id);

    grant.client_id = str_from_cstr(client_id);
    grant.session_id = str_from_cstr(session_id);
    grant.user_id = str_from_cstr(user_id);
    sample_add_grant(state, &grant);
}

/* Two people, three applications that are told and one that is not, three sessions. */
static void fill(void **state)
{
    sample_add_person(state, "ada");
    sample_add_person(state, "bob");
    add_client(state, "shop", TOLD);
    add_client(state, "wiki", TOLD);
    add_client(state, "chat", TOLD);
    add_client(state, "deaf", "");
    add_session(state, "home", "ada");
    add_session(state, "work", "ada");
    add_session(state, "bobs", "bob");
    add_grant(state, "1", "shop", "home", "ada");
    add_grant(state, "2", "shop", "home", "ada");
    add_grant(state, "3", "wiki", "home", "ada");
    add_grant(state, "4", "deaf", "home", "ada");
    add_grant(state, "5", "chat", "work", "ada");
    add_grant(state, "6", "shop", "bobs", "bob");
}

/* "session/client/user session/client/user" of the messages, in the order of their clients. */
static const char *told(void **state)
{
    struct db_rows rows;
    str_t text = STR("");

    assert_ok(db_read(engine_db(state), engine_arena(state),
        "SELECT COALESCE(session_id, '-'), recipient, user_id FROM outbox_messages "
        "WHERE kind = 'logout' AND state = 'pending' AND sealed IS NULL "
        "ORDER BY recipient, COALESCE(session_id, '-')",
        DB_NO_ARGS, &rows));
    for (size_t i = 0; i < rows.n; i++)
        text = arena_printf(engine_arena(state), "%.*s%s%.*s/%.*s/%.*s", STR_ARG(text),
            i > 0 ? " " : "", STR_ARG(db_row_text(&rows, i, 0)), STR_ARG(db_row_text(&rows, i, 1)),
            STR_ARG(db_row_text(&rows, i, 2)));
    return arena_cstr(engine_arena(state), text);
}

static void client_that_did_not_ask_for_it_is_not_told(void **state)
{
    sample_add_person(state, "ada");
    add_client(state, "deaf", "");
    add_client(
        state, "sly", ",\"client_uri\":\"https://x.example/\\\"backchannel_logout_uri\\\":\"");
    add_session(state, "home", "ada");
    add_grant(state, "1", "deaf", "home", "ada");
    add_grant(state, "2", "sly", "home", "ada");
    assert_ok(store_session_end(engine_db(state), STR("home"), NOW));
    assert_string_equal(told(state), "");
}

static void nobody_is_told_of_a_session_that_did_not_end(void **state)
{
    bool renewed = false;
    struct authn_session again = sample_session(engine_arena(state), "home");

    fill(state);
    assert_ok(store_session_end(engine_db(state), STR("unknown"), NOW));
    again.user_id = STR("ada");
    again.token_digest = STR("token again");
    assert_ok(store_session_renew(engine_db(state), &again, STR("token home"), &renewed));
    assert_true(renewed);
    assert_ok(store_grant_revoke(engine_db(state), STR("1"), NOW));
    assert_string_equal(told(state), "");
}

static void end_of_a_session_tells_each_of_its_clients_once(void **state)
{
    fill(state);
    assert_ok(store_session_end(engine_db(state), STR("home"), NOW + 1));
    assert_string_equal(told(state), "home/shop/ada home/wiki/ada");
    assert_ok(store_session_end(engine_db(state), STR("home"), NOW + 2));
    assert_string_equal(told(state), "home/shop/ada home/wiki/ada");
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM outbox_messages WHERE "
                                          "next_try_at = 1000001 AND created_at = 1000001 AND "
                                          "expires_at = 1000001 + 86400"),
        2);
}

static void client_whose_grant_is_dead_is_told_too(void **state)
{
    fill(state);
    assert_ok(store_grant_revoke(engine_db(state), STR("3"), NOW));
    assert_ok(store_session_end(engine_db(state), STR("home"), NOW + 1));
    assert_string_equal(told(state), "home/shop/ada home/wiki/ada");
}

static void end_of_all_sessions_spares_one_and_other_people(void **state)
{
    fill(state);
    assert_ok(store_sessions_end_of_user(engine_db(state), STR("ada"), STR("work"), NOW));
    assert_string_equal(told(state), "home/shop/ada home/wiki/ada");
    assert_ok(store_sessions_end_of_user(engine_db(state), STR("ada"), STR_NONE, NOW));
    assert_string_equal(told(state), "work/chat/ada home/shop/ada home/wiki/ada");
}

static void grants_that_outlived_their_session_are_told_once(void **state)
{
    fill(state);
    assert_ok(db_write(engine_db(state), engine_arena(state), "DELETE FROM sessions", DB_NO_ARGS,
        NULL)); /* they expired */
    add_grant(state, "7", "chat", NULL, "ada");
    assert_ok(store_grant_revoke(engine_db(state), STR("3"), NOW));
    assert_ok(store_sessions_end_of_user(engine_db(state), STR("ada"), STR_NONE, NOW));
    assert_string_equal(told(state), "-/chat/ada work/chat/ada home/shop/ada");
}

static void new_password_tells_those_of_the_other_sessions(void **state)
{
    fill(state);
    assert_ok(store_credential_replace(
        engine_db(state), STR("ada"), "password", STR("sealed"), STR("home"), NULL, NOW));
    assert_string_equal(told(state), "work/chat/ada");
}

static void disabled_person_is_signed_out_everywhere(void **state)
{
    struct oauth_subject ada = sample_person("ada", "");
    bool last = false;

    fill(state);
    ada.enabled = false;
    assert_ok(store_user_update(engine_db(state), &ada, STR("ada"), NOW, &last));
    assert_string_equal(told(state), "work/chat/ada home/shop/ada home/wiki/ada");
}

static void deleted_person_is_signed_out_everywhere(void **state)
{
    bool last = false;

    fill(state);
    assert_ok(store_user_delete(engine_db(state), STR("ada"), NOW, &last));
    assert_string_equal(told(state), "work/chat/ada home/shop/ada home/wiki/ada");
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM grants WHERE user_id = 'ada'"), 0);
}

static void another_person_in_the_same_browser_ends_the_session(void **state)
{
    struct authn_session bobs = sample_session(engine_arena(state), "again");

    fill(state);
    bobs.user_id = STR("bob");
    assert_ok(store_session_add(engine_db(state), &bobs, STR("home")));
    assert_string_equal(told(state), "home/shop/ada home/wiki/ada");
}

struct racing {
    struct db *nodes[2];
    result_t results[ENGINE_RACERS];
};

static void end_at_once(void *arg, size_t i)
{
    struct racing *racing = arg;
    struct db *db = racing->nodes[i % 2];

    racing->results[i] = i % 4 < 2 ? store_session_end(db, STR("home"), NOW)
                                   : store_sessions_end_of_user(db, STR("ada"), STR_NONE, NOW);
}

static void of_many_who_end_one_session_each_client_is_told_once(void **state)
{
    struct racing racing = {.nodes = {engine_db(state), engine_other_db(state)}};

    fill(state);
    engine_race(end_at_once, &racing);
    for (size_t i = 0; i < ENGINE_RACERS; i++)
        assert_ok(racing.results[i]);
    assert_string_equal(told(state), "work/chat/ada home/shop/ada home/wiki/ada");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(client_that_did_not_ask_for_it_is_not_told),
        cmocka_unit_test(nobody_is_told_of_a_session_that_did_not_end),
        cmocka_unit_test(end_of_a_session_tells_each_of_its_clients_once),
        cmocka_unit_test(client_whose_grant_is_dead_is_told_too),
        cmocka_unit_test(end_of_all_sessions_spares_one_and_other_people),
        cmocka_unit_test(grants_that_outlived_their_session_are_told_once),
        cmocka_unit_test(new_password_tells_those_of_the_other_sessions),
        cmocka_unit_test(disabled_person_is_signed_out_everywhere),
        cmocka_unit_test(deleted_person_is_signed_out_everywhere),
        cmocka_unit_test(another_person_in_the_same_browser_ends_the_session),
        cmocka_unit_test(of_many_who_end_one_session_each_client_is_told_once),
    };

    return ENGINE_RUN("logout", tests);
}
