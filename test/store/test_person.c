#include "store/person.h"

#include "store/samples.h"
#include "store/session.h"

static bool known(void **state, const char *user_id, const char *device, int64_t now)
{
    bool is_known = true;

    assert_ok(store_device_known(
        engine_db(state), str_from_cstr(user_id), str_from_cstr(device), now, &is_known));
    return is_known;
}

static void device_of_another_person_is_a_stranger(void **state)
{
    sample_add_both(state);
    sample_add_person(state, "other");
    assert_false(known(state, "user", "device", NOW));
    assert_ok(store_device_remember(engine_db(state), STR("user"), STR("device"), NOW));
    assert_true(known(state, "user", "device", NOW));
    assert_false(known(state, "other", "device", NOW));
    assert_false(known(state, "user", "Device", NOW));
}

static void device_of_an_unknown_person_is_refused(void **state)
{
    assert_result(store_device_remember(engine_db(state), STR("nobody"), STR("device"), NOW),
        RESULT_CONFLICT);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM devices"), 0);
}

static void device_is_forgotten_when_it_is_not_used(void **state)
{
    sample_add_both(state);
    assert_ok(store_device_remember(engine_db(state), STR("user"), STR("device"), NOW));
    assert_true(known(state, "user", "device", NOW + STORE_DEVICE_KEPT_S - 1));
    assert_false(known(state, "user", "device", NOW + STORE_DEVICE_KEPT_S));
    assert_ok(store_device_remember(engine_db(state), STR("user"), STR("device"), NOW + 10));
    assert_true(known(state, "user", "device", NOW + STORE_DEVICE_KEPT_S));
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM devices"), 1);
}

static const struct authn_consent *consent(void **state, const char *user_id, const char *client_id)
{
    const struct authn_consent *found = &(struct authn_consent){0};

    assert_ok(store_consent_find(engine_db(state), engine_arena(state), str_from_cstr(user_id),
        str_from_cstr(client_id), &found));
    return found;
}

static void consent_is_to_one_client_by_one_person(void **state)
{
    const struct authn_consent given = {.scope = STR("openid email")};

    sample_add_both(state);
    sample_add_client(state, "other");
    sample_add_person(state, "another");
    assert_ok(store_consent_save(engine_db(state), STR("user"), STR("client"), &given, NOW));
    assert_null(consent(state, "user", "other"));
    assert_null(consent(state, "another", "client"));
    assert_str(consent(state, "user", "client")->scope, "openid email");
    assert_str(consent(state, "user", "client")->resource, "");
}

static void consent_to_an_unknown_client_is_refused(void **state)
{
    const struct authn_consent given = {.scope = STR("openid")};

    sample_add_person(state, "user");
    assert_result(store_consent_save(engine_db(state), STR("user"), STR("nobody"), &given, NOW),
        RESULT_CONFLICT);
    assert_null(consent(state, "user", "nobody"));
}

static void consent_that_is_given_again_replaces_the_one_before(void **state)
{
    const struct authn_consent first = {
        STR("openid email"), STR("https://api.example.com"), STR("picture")};
    const struct authn_consent second = {.scope = STR("openid")};

    sample_add_both(state);
    assert_ok(store_consent_save(engine_db(state), STR("user"), STR("client"), &first, NOW));
    assert_str(consent(state, "user", "client")->resource, "https://api.example.com");
    assert_str(consent(state, "user", "client")->claims, "picture");
    assert_ok(store_consent_save(engine_db(state), STR("user"), STR("client"), &second, NOW));
    assert_str(consent(state, "user", "client")->scope, "openid");
    assert_str(consent(state, "user", "client")->resource, "");
    assert_str(consent(state, "user", "client")->claims, "");
}

static str_t credential(void **state, const char *user_id, const char *scheme)
{
    str_t sealed = STR("x");

    assert_ok(store_credential_load(
        engine_db(state), engine_arena(state), str_from_cstr(user_id), scheme, &sealed));
    return sealed;
}

static bool swap(void **state, const char *scheme, str_t from, str_t to)
{
    bool swapped = true;

    assert_ok(
        store_credential_swap(engine_db(state), STR("user"), scheme, from, to, NOW + 1, &swapped));
    return swapped;
}

static void credential_of_another_scheme_or_person_is_absent(void **state)
{
    sample_add_both(state);
    assert_false(str_present(credential(state, "user", "totp")));
    assert_false(str_present(credential(state, "nobody", "password")));
    assert_str(credential(state, "user", "password"), "sealed");
}

static void credential_that_was_changed_meanwhile_is_not_swapped(void **state)
{
    sample_add_both(state);
    assert_false(swap(state, "password", STR("older"), STR("rehashed")));
    assert_false(swap(state, "password", (str_t){"sealed\0", 7}, STR("rehashed")));
    assert_false(swap(state, "totp", STR("sealed"), STR("rehashed")));
    assert_str(credential(state, "user", "password"), "sealed");
    assert_true(swap(state, "password", STR("sealed"), (str_t){"\0re\xFF", 4}));
    assert_true(str_eq(credential(state, "user", "password"), (str_t){"\0re\xFF", 4}));
}

static bool alive(void **state, const char *session_id)
{
    const struct authn_session *session;

    assert_ok(store_session_find_by_id(
        engine_db(state), engine_arena(state), str_from_cstr(session_id), NOW, NOW, &session));
    return session != NULL;
}

static void replaced_credential_ends_all_sessions_but_one(void **state)
{
    struct authn_session here = sample_session(engine_arena(state), "here");
    struct authn_session there = sample_session(engine_arena(state), "there");

    sample_add_both(state);
    assert_ok(store_session_add(engine_db(state), &here, STR_NONE));
    assert_ok(store_session_add(engine_db(state), &there, STR_NONE));
    assert_ok(store_credential_replace(
        engine_db(state), STR("user"), "password", STR("new"), STR("here"), NULL, NOW));
    assert_true(alive(state, "here"));
    assert_false(alive(state, "there"));
    assert_str(credential(state, "user", "password"), "new");
    assert_ok(store_credential_replace(
        engine_db(state), STR("user"), "password", STR("newer"), STR_NONE, NULL, NOW));
    assert_false(alive(state, "here"));
}

static void credential_of_an_unknown_person_is_refused(void **state)
{
    assert_result(store_credential_replace(
                      engine_db(state), STR("nobody"), "password", STR("new"), STR_NONE, NULL, NOW),
        RESULT_CONFLICT);
    assert_false(str_present(credential(state, "nobody", "password")));
}

static void letter_goes_out_with_the_credential_alone(void **state)
{
    const struct notify_message letter = {.message_id = STR("letter"),
        .kind = STR(NOTIFY_MAIL),
        .recipient = STR("person@example.com"),
        .template = STR("password_changed"),
        .lang = STR("en"),
        .sealed = STR("sealed"),
        .created_at = NOW,
        .expires_at = NOW + 100};

    assert_result(store_credential_replace(engine_db(state), STR("nobody"), "password", STR("new"),
                      STR_NONE, &letter, NOW),
        RESULT_CONFLICT);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM outbox_messages"), 0);
    sample_add_person(state, "user");
    assert_ok(store_credential_replace(
        engine_db(state), STR("user"), "password", STR("new"), STR_NONE, &letter, NOW));
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM outbox_messages"), 1);
}

struct racing {
    struct db *nodes[2];
    bool swapped[ENGINE_RACERS];
    result_t results[ENGINE_RACERS];
};

static void swap_at_once(void *arg, size_t i)
{
    struct racing *racing = arg;
    char to[16];

    snprintf(to, sizeof to, "racer-%zu", i);
    racing->results[i] = store_credential_swap(racing->nodes[i % 2], STR("user"), "password",
        STR("sealed"), str_from_cstr(to), NOW, &racing->swapped[i]);
}

static void of_many_who_swap_one_credential_one_does(void **state)
{
    struct racing racing = {.nodes = {engine_db(state), engine_other_db(state)}};
    size_t swapped = 0;

    sample_add_both(state);
    engine_race(swap_at_once, &racing);
    for (size_t i = 0; i < ENGINE_RACERS; i++) {
        assert_ok(racing.results[i]);
        swapped += racing.swapped[i];
    }
    assert_int_equal(swapped, 1);
}

static void devices_of_a_person_are_listed(void **state)
{
    str_t *digests;
    size_t n = 1;

    sample_add_both(state);
    assert_ok(
        store_device_list(engine_db(state), engine_arena(state), STR("nobody"), &digests, &n));
    assert_int_equal(n, 0);
    assert_ok(store_device_remember(engine_db(state), STR("user"), STR("one"), NOW));
    assert_ok(store_device_remember(engine_db(state), STR("user"), STR("two"), NOW));
    assert_ok(store_device_list(engine_db(state), engine_arena(state), STR("user"), &digests, &n));
    assert_int_equal(n, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(devices_of_a_person_are_listed),
        cmocka_unit_test(device_of_another_person_is_a_stranger),
        cmocka_unit_test(device_of_an_unknown_person_is_refused),
        cmocka_unit_test(device_is_forgotten_when_it_is_not_used),
        cmocka_unit_test(consent_is_to_one_client_by_one_person),
        cmocka_unit_test(consent_to_an_unknown_client_is_refused),
        cmocka_unit_test(consent_that_is_given_again_replaces_the_one_before),
        cmocka_unit_test(credential_of_another_scheme_or_person_is_absent),
        cmocka_unit_test(credential_that_was_changed_meanwhile_is_not_swapped),
        cmocka_unit_test(replaced_credential_ends_all_sessions_but_one),
        cmocka_unit_test(credential_of_an_unknown_person_is_refused),
        cmocka_unit_test(letter_goes_out_with_the_credential_alone),
        cmocka_unit_test(of_many_who_swap_one_credential_one_does),
    };

    return ENGINE_RUN("person", tests);
}
