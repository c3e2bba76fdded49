#include "store/user.h"

#include "store/person.h"
#include "store/samples.h"
#include "store/scope.h"
#include "store/session.h"
#include "store/setup_link.h"

static result_t add_with_link(
    struct db *db, const struct oauth_subject *user, str_t email, str_t setup_digest)
{
    return store_user_add(db, user, email, "password", STR("sealed"), setup_digest);
}

static result_t add(struct db *db, const struct oauth_subject *user)
{
    return add_with_link(db, user, user->id, STR_NONE);
}

static const struct oauth_subject *find(void **state, const char *id)
{
    const struct oauth_subject *user;

    assert_ok(store_user_find(engine_db(state), engine_arena(state), str_from_cstr(id), &user));
    return user;
}

static void unknown_person_is_not_found(void **state)
{
    const struct oauth_subject *user = &(struct oauth_subject){0};
    bool any = true;

    assert_null(find(state, "nobody"));
    assert_ok(store_user_by_email(engine_db(state), engine_arena(state), STR("nobody"), &user));
    assert_null(user);
    assert_ok(store_user_any(engine_db(state), &any));
    assert_false(any);
}

static void taken_address_is_refused_and_leaves_nothing(void **state)
{
    struct oauth_subject first = sample_person("first", ""),
                         second = sample_person("second", "owner");

    assert_ok(add_with_link(engine_db(state), &first, STR("same@example.com"), STR_NONE));
    assert_result(add_with_link(engine_db(state), &second, STR("same@example.com"), STR_NONE),
        RESULT_CONFLICT);
    assert_null(find(state, "second"));
}

static void unknown_role_is_refused_and_leaves_nothing(void **state)
{
    struct oauth_subject user = sample_person("user", "auditor captain");

    assert_result(add(engine_db(state), &user), RESULT_CONFLICT);
    assert_null(find(state, "user"));
}

static void setup_link_that_is_unknown_used_or_expired_adds_nobody(void **state)
{
    struct db *db = engine_db(state);
    struct oauth_subject first = sample_person("first", "owner"),
                         second = sample_person("second", "owner");

    assert_result(add_with_link(db, &first, STR("first"), STR("unknown")), RESULT_CONFLICT);
    assert_ok(store_setup_link_add(db, STR("expired"), NOW - 10, NOW));
    assert_result(add_with_link(db, &first, STR("first"), STR("expired")), RESULT_CONFLICT);
    assert_null(find(state, "first"));

    assert_ok(store_setup_link_add(db, STR("link"), NOW, NOW + 10));
    assert_ok(add_with_link(db, &first, STR("first"), STR("link")));
    assert_result(add_with_link(db, &second, STR("second"), STR("link")), RESULT_CONFLICT);
    assert_null(find(state, "second"));
}

static void link_stays_open_when_the_person_is_refused(void **state)
{
    struct db *db = engine_db(state);
    struct oauth_subject user = sample_person("user", "captain");
    bool valid = false;

    assert_ok(store_setup_link_add(db, STR("link"), NOW, NOW + 10));
    assert_result(add_with_link(db, &user, STR("user"), STR("link")), RESULT_CONFLICT);
    assert_ok(store_setup_link_valid(db, STR("link"), NOW, &valid));
    assert_true(valid);
}

static void everything_that_was_added_is_read(void **state)
{
    struct oauth_subject user = sample_person("user", "owner auditor auditor");
    const struct oauth_subject *found;
    str_t sealed;

    user.email_verified = user.phone_verified = true;
    user.phone = STR("+49 30 1");
    user.address = STR("{\"country\":\"DE\"}");
    user.locale = STR("de");
    user.zoneinfo = STR("Europe/Berlin");
    user.groups = STR("staff  pilots");
    assert_ok(add_with_link(engine_db(state), &user, STR("person@example.com"), STR_NONE));
    assert_ok(store_user_by_email(
        engine_db(state), engine_arena(state), STR("person@example.com"), &found));
    assert_non_null(found);
    assert_str(found->id, "user");
    assert_str(found->email, "Person@Example.com");
    assert_true(found->email_verified && found->phone_verified && found->enabled);
    assert_str(found->given_name, "Ada");
    assert_str(found->family_name, "Lovelace");
    assert_str(found->phone, "+49 30 1");
    assert_str(found->address, "{\"country\":\"DE\"}");
    assert_str(found->locale, "de");
    assert_str(found->zoneinfo, "Europe/Berlin");
    assert_str(found->roles, "auditor owner");
    assert_str(found->groups, "pilots staff");
    assert_int_equal(found->created_at, NOW);
    assert_int_equal(found->updated_at, NOW);
    assert_ok(store_credential_load(
        engine_db(state), engine_arena(state), STR("user"), "password", &sealed));
    assert_str(sealed, "sealed");
}

static void what_a_person_does_not_have_stays_absent(void **state)
{
    struct oauth_subject user = sample_person("user", "");

    assert_ok(add(engine_db(state), &user));
    const struct oauth_subject *found = find(state, "user");
    assert_false(str_present(found->phone) || str_present(found->address));
    assert_false(str_present(found->locale) || str_present(found->zoneinfo));
    assert_str(found->roles, "");
    assert_str(found->groups, "");
    assert_false(found->email_verified || found->phone_verified);
}

static void list_shows_each_person_once_page_by_page(void **state)
{
    static const char *const ids[] = {"a", "b", "c", "d", "e"};
    struct account_page page = {.limit = 2};
    const struct oauth_subject *users;
    size_t n, seen = 0;

    for (size_t i = 0; i < 5; i++) {
        struct oauth_subject user = sample_person(ids[i], "auditor client-admin");
        user.groups = STR("x y z");
        assert_ok(add(engine_db(state), &user));
    }
    do {
        assert_ok(store_user_list(engine_db(state), engine_arena(state), &page, &users, &n));
        for (size_t i = 0; i < n; i++, seen++) {
            assert_str(users[i].id, ids[seen]);
            assert_str(users[i].roles, "auditor client-admin");
            assert_str(users[i].groups, "x y z");
        }
        if (n > 0)
            page.after = users[n - 1].id;
    } while (n > 0);
    assert_int_equal(seen, 5);
}

static bool update(void **state, const struct oauth_subject *user)
{
    bool last = true;

    assert_ok(store_user_update(engine_db(state), user, user->id, NOW + 1, &last));
    return last;
}

static void last_owner_is_neither_disabled_nor_demoted_nor_deleted(void **state)
{
    struct oauth_subject owner = sample_person("owner", "owner"),
                         off = sample_person("off", "owner");
    bool last = false;

    off.enabled = false;
    assert_ok(add(engine_db(state), &owner));
    assert_ok(add(engine_db(state), &off));
    owner.enabled = false;
    assert_true(update(state, &owner));
    owner.enabled = true;
    owner.roles = STR("auditor");
    owner.given_name = STR("Eve");
    assert_true(update(state, &owner));
    assert_ok(store_user_delete(engine_db(state), STR("owner"), NOW, &last));
    assert_true(last);
    const struct oauth_subject *found = find(state, "owner");
    assert_true(found->enabled);
    assert_str(found->roles, "owner");
    assert_str(found->given_name, "Ada");
}

static void owner_may_go_while_another_is_enabled(void **state)
{
    struct oauth_subject first = sample_person("first", "owner"),
                         second = sample_person("second", "owner");
    bool last = true;

    assert_ok(add(engine_db(state), &first));
    assert_ok(add(engine_db(state), &second));
    assert_ok(store_user_delete(engine_db(state), STR("first"), NOW, &last));
    assert_false(last);
    assert_null(find(state, "first"));
    second.given_name = STR("Grace");
    assert_false(update(state, &second));
    assert_str(find(state, "second")->given_name, "Grace");
}

static void change_to_a_taken_address_or_unknown_role_changes_nothing(void **state)
{
    struct oauth_subject first = sample_person("first", "auditor"),
                         second = sample_person("second", "");
    bool last;

    assert_ok(add(engine_db(state), &first));
    assert_ok(add(engine_db(state), &second));
    first.given_name = STR("Eve");
    assert_result(
        store_user_update(engine_db(state), &first, STR("second"), NOW, &last), RESULT_CONFLICT);
    first.roles = STR("captain");
    assert_result(
        store_user_update(engine_db(state), &first, STR("first"), NOW, &last), RESULT_CONFLICT);
    assert_str(find(state, "first")->given_name, "Ada");
    assert_str(find(state, "first")->roles, "auditor");
}

static void update_replaces_roles_and_groups(void **state)
{
    struct oauth_subject user = sample_person("user", "auditor");

    user.groups = STR("old");
    assert_ok(add(engine_db(state), &user));
    user.roles = STR("client-admin");
    user.groups = STR("new newer");
    user.created_at = 1;
    user.updated_at = NOW + 5;
    assert_false(update(state, &user));
    const struct oauth_subject *found = find(state, "user");
    assert_str(found->roles, "client-admin");
    assert_str(found->groups, "new newer");
    assert_int_equal(found->created_at, NOW);
    assert_int_equal(found->updated_at, NOW + 5);
}

static void change_of_the_profile_leaves_the_rest(void **state)
{
    const struct account_profile wish = {STR("Grace"), STR("Hopper"), STR("de"), STR_NONE};

    sample_add_person(state, "user");
    sample_add_person(state, "other");
    const struct oauth_subject before = *find(state, "user");
    assert_ok(store_profile_save(engine_db(state), STR("user"), &wish, NOW + 5));
    const struct oauth_subject *after = find(state, "user");
    assert_str(after->given_name, "Grace");
    assert_str(after->family_name, "Hopper");
    assert_str(after->locale, "de");
    assert_false(str_present(after->zoneinfo));
    assert_int_equal(after->updated_at, NOW + 5);
    assert_true(str_eq(after->email, before.email) && str_eq(after->phone, before.phone));
    assert_true(after->enabled == before.enabled);
    assert_false(str_eq(find(state, "other")->given_name, STR("Grace")));
}

static void disabling_ends_sessions(void **state)
{
    struct oauth_subject user = sample_person("user", "");
    const struct authn_session session = {STR("s"), STR("token"), STR("user"), NOW, STR("pwd"),
        STR("1"), STR(""), STR(""), NOW, NOW, NOW + 1000};
    const struct authn_session *found;

    assert_ok(add(engine_db(state), &user));
    assert_ok(store_session_add(engine_db(state), &session, STR_NONE));
    user.enabled = false;
    assert_false(update(state, &user));
    user.enabled = true;
    assert_false(update(state, &user));
    assert_ok(store_session_find(
        engine_db(state), engine_arena(state), STR("token"), NOW, NOW - 10, &found));
    assert_null(found);
}

static void deleted_role_is_taken_from_people(void **state)
{
    struct oauth_subject user = sample_person("user", "");
    bool built_in, found;

    assert_ok(store_role_add(engine_db(state), STR("captain")));
    user.roles = STR("auditor captain");
    assert_ok(add(engine_db(state), &user));
    assert_ok(store_role_delete(engine_db(state), STR("captain"), &built_in, &found));
    assert_str(find(state, "user")->roles, "auditor");
}

struct additions {
    struct db *db;
    str_t setup_digest;
    bool own_address;
    result_t results[ENGINE_RACERS];
};

static void add_somebody(void *arg, size_t i)
{
    struct additions *additions = arg;
    char id[16];

    snprintf(id, sizeof id, "racer-%zu", i);
    struct oauth_subject user = sample_person(id, "owner");
    additions->results[i] = add_with_link(additions->db, &user,
        additions->own_address ? user.id : STR("same@example.com"), additions->setup_digest);
}

static void assert_one_was_added(void **state, const struct additions *additions)
{
    struct account_page page = {.limit = 100};
    const struct oauth_subject *users;
    size_t n, added = 0;

    for (size_t i = 0; i < ENGINE_RACERS; i++) {
        added += result_ok(additions->results[i]);
        if (!result_ok(additions->results[i]))
            assert_int_equal(additions->results[i].code, RESULT_CONFLICT);
    }
    assert_int_equal(added, 1);
    assert_ok(store_user_list(engine_db(state), engine_arena(state), &page, &users, &n));
    assert_int_equal(n, 1);
}

static void of_many_with_one_address_one_is_added(void **state)
{
    struct additions additions = {.db = engine_db(state)};

    engine_race(add_somebody, &additions);
    assert_one_was_added(state, &additions);
}

static void of_many_with_one_setup_link_one_is_added(void **state)
{
    struct additions additions = {
        .db = engine_db(state), .setup_digest = STR("link"), .own_address = true};

    assert_ok(store_setup_link_add(additions.db, STR("link"), NOW, NOW + 10));
    engine_race(add_somebody, &additions);
    assert_one_was_added(state, &additions);
}

struct leaving {
    struct db *db;
    bool last[ENGINE_RACERS];
    result_t results[ENGINE_RACERS];
};

/* Some are deleted, some disabled, some demoted. */
static void leave(void *arg, size_t i)
{
    struct leaving *leaving = arg;
    char id[16];

    snprintf(id, sizeof id, "racer-%zu", i);
    struct oauth_subject user = sample_person(id, i % 3 == 1 ? "owner" : "auditor");
    user.enabled = i % 3 != 1;
    leaving->results[i] =
        i % 3 == 0 ? store_user_delete(leaving->db, user.id, NOW, &leaving->last[i])
                   : store_user_update(leaving->db, &user, user.id, NOW, &leaving->last[i]);
}

static void of_owners_who_all_leave_at_once_one_stays(void **state)
{
    struct additions additions = {.db = engine_db(state), .own_address = true};
    struct leaving leaving = {.db = engine_db(state)};
    size_t stayed = 0;

    for (size_t i = 0; i < ENGINE_RACERS; i++)
        add_somebody(&additions, i);
    engine_race(leave, &leaving);
    for (size_t i = 0; i < ENGINE_RACERS; i++) {
        assert_ok(leaving.results[i]);
        stayed += leaving.last[i];
    }
    assert_int_equal(stayed, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_person_is_not_found),
        cmocka_unit_test(taken_address_is_refused_and_leaves_nothing),
        cmocka_unit_test(unknown_role_is_refused_and_leaves_nothing),
        cmocka_unit_test(setup_link_that_is_unknown_used_or_expired_adds_nobody),
        cmocka_unit_test(link_stays_open_when_the_person_is_refused),
        cmocka_unit_test(everything_that_was_added_is_read),
        cmocka_unit_test(what_a_person_does_not_have_stays_absent),
        cmocka_unit_test(list_shows_each_person_once_page_by_page),
        cmocka_unit_test(last_owner_is_neither_disabled_nor_demoted_nor_deleted),
        cmocka_unit_test(owner_may_go_while_another_is_enabled),
        cmocka_unit_test(change_to_a_taken_address_or_unknown_role_changes_nothing),
        cmocka_unit_test(update_replaces_roles_and_groups),
        cmocka_unit_test(change_of_the_profile_leaves_the_rest),
        cmocka_unit_test(disabling_ends_sessions),
        cmocka_unit_test(deleted_role_is_taken_from_people),
        cmocka_unit_test(of_many_with_one_address_one_is_added),
        cmocka_unit_test(of_many_with_one_setup_link_one_is_added),
        cmocka_unit_test(of_owners_who_all_leave_at_once_one_stays),
    };

    return ENGINE_RUN("user", tests);
}
