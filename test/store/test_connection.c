#include "store/connection.h"

#include "store/client.h"
#include "store/grant.h"
#include "store/person.h"
#include "store/samples.h"
#include "store/session.h"

static void add_grant(void **state, const char *id, const char *client_id, const char *user_id)
{
    struct oauth_grant grant = sample_grant(engine_arena(state), id);
    str_t digest = grant.code_digest;
    bool spent;

    grant.client_id = str_from_cstr(client_id);
    grant.user_id = str_from_cstr(user_id);
    sample_add_grant(state, &grant);
    assert_ok(store_grant_spend_code(engine_db(state), digest, NOW, NOW + 100, &spent));
    assert_true(spent);
}

static void allow(void **state, const char *client_id, const char *user_id, const char *scope)
{
    const struct authn_consent consent = {.scope = str_from_cstr(scope)};

    assert_ok(store_consent_save(
        engine_db(state), str_from_cstr(user_id), str_from_cstr(client_id), &consent, NOW - 5));
}

/* "client:scope " of each. */
static str_t list(void **state, const char *after, size_t limit, int64_t now)
{
    const struct account_page page = {str_from_cstr(after), limit};
    const struct account_connection *found;
    str_t text = STR("");
    size_t n;

    assert_ok(store_connection_list(
        engine_db(state), engine_arena(state), STR("user"), now, &page, &found, &n));
    for (size_t i = 0; i < n; i++)
        text = arena_printf(engine_arena(state), "%.*s%.*s:%.*s ", STR_ARG(text),
            STR_ARG(found[i].client_id), STR_ARG(found[i].scope));
    return text;
}

static void fill(void **state)
{
    sample_add_both(state);
    sample_add_person(state, "other");
    sample_add_client(state, "asks");
    sample_add_client(state, "house");
    allow(state, "asks", "user", "openid email");
    add_grant(state, "1", "house", "user");
    add_grant(state, "2", "house", "other");
    allow(state, "client", "other", "openid");
}

static void consents_and_living_grants_are_listed_and_no_others(void **state)
{
    str_t scope = sample_grant(engine_arena(state), "x").scope;

    fill(state);
    str_t house = arena_printf(engine_arena(state), "house:%.*s ", STR_ARG(scope));
    str_t whole = arena_printf(engine_arena(state), "asks:openid email %.*s", STR_ARG(house));
    assert_true(str_eq(list(state, NULL, 10, NOW), whole));
    assert_str(list(state, NULL, 1, NOW), "asks:openid email ");
    assert_true(str_eq(list(state, "asks", 10, NOW), house));
    assert_str(list(state, NULL, 10, NOW + 1000), "asks:openid email ");
}

static bool end(void **state, const char *user_id, const char *client_id)
{
    bool ended = true;

    assert_ok(store_connection_end(
        engine_db(state), str_from_cstr(user_id), str_from_cstr(client_id), NOW + 1, &ended));
    return ended;
}

static void what_is_not_there_or_anothers_is_not_ended(void **state)
{
    fill(state);
    assert_false(end(state, "user", "client"));
    assert_false(end(state, "user", "nothing"));
    assert_false(end(state, "nobody", "house"));
    assert_int_equal(
        engine_number(state, "SELECT COUNT(*) FROM grants WHERE revoked_at IS NOT NULL"), 0);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM consents"), 2);
}

static void consent_and_grants_end_for_this_person_alone(void **state)
{
    fill(state);
    allow(state, "house", "user", "openid");
    assert_true(end(state, "user", "house"));
    assert_str(list(state, NULL, 10, NOW), "asks:openid email ");
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM grants WHERE user_id = 'other' "
                                          "AND revoked_at IS NULL"),
        1);
    assert_false(end(state, "user", "house"));
}

static int64_t told(void **state)
{
    return engine_number(state, "SELECT COUNT(*) FROM outbox_messages WHERE kind = 'logout'");
}

/* The end of the session is told once more: the application may have been used again since. */
static void relying_party_is_told_of_the_revocation_and_of_a_later_end(void **state)
{
    struct oauth_client_record client = sample_client("told");
    struct authn_session session = sample_session(engine_arena(state), "session");
    struct oauth_grant grant = sample_grant(engine_arena(state), "1");

    sample_add_both(state);
    client.metadata = STR("{\"backchannel_logout_uri\":\"https://app.example.com/bye\"}");
    assert_ok(store_client_add(engine_db(state), &client));
    assert_ok(store_session_add(engine_db(state), &session, STR_NONE));
    grant.client_id = STR("told");
    grant.session_id = STR("session");
    sample_add_grant(state, &grant);
    assert_true(end(state, "user", "told"));
    assert_int_equal(told(state), 1);
    assert_false(end(state, "user", "told"));
    assert_int_equal(told(state), 1);
    assert_ok(store_session_end(engine_db(state), STR("session"), NOW + 2));
    assert_int_equal(told(state), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(consents_and_living_grants_are_listed_and_no_others),
        cmocka_unit_test(what_is_not_there_or_anothers_is_not_ended),
        cmocka_unit_test(consent_and_grants_end_for_this_person_alone),
        cmocka_unit_test(relying_party_is_told_of_the_revocation_and_of_a_later_end),
    };

    return ENGINE_RUN("connection", tests);
}
