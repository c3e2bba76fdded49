#include "store/user_import.h"

#include "store/person.h"
#include "store/samples.h"
#include "store/session.h"
#include "store/user.h"

static result_t import(void **state, const struct account_import_row *rows, size_t n)
{
    return store_user_import(engine_db(state), rows, n, "password", NOW);
}

static const struct oauth_subject *find(void **state, const char *id)
{
    const struct oauth_subject *user;

    assert_ok(store_user_find(engine_db(state), engine_arena(state), str_from_cstr(id), &user));
    return user;
}

static str_t credential(void **state, const char *id)
{
    str_t sealed;

    assert_ok(store_credential_load(
        engine_db(state), engine_arena(state), str_from_cstr(id), "password", &sealed));
    return sealed;
}

static void one_row_that_is_refused_refuses_all(void **state)
{
    struct oauth_subject first = sample_person("first", ""), second = sample_person("second", ""),
                         captain = sample_person("captain", "captain");
    struct account_import_row rows[] = {{.user = &first, .email_canonical = STR("a@example.com")},
        {.user = &second, .email_canonical = STR("a@example.com")}};

    assert_result(import(state, rows, 2), RESULT_CONFLICT);
    assert_null(find(state, "first"));
    rows[1] =
        (struct account_import_row){.user = &captain, .email_canonical = STR("c@example.com")};
    assert_result(import(state, rows, 2), RESULT_CONFLICT);
    assert_null(find(state, "first"));
    rows[1] = (struct account_import_row){
        .user = &second, .email_canonical = STR("b@example.com"), .replaces = true};
    assert_result(import(state, rows, 2), RESULT_CONFLICT);
    assert_null(find(state, "first"));
}

static void last_owner_stays(void **state)
{
    struct oauth_subject owner = sample_person("owner", "owner");
    struct account_import_row row = {.user = &owner, .email_canonical = STR("o@example.com")};

    assert_ok(import(state, &row, 1));
    owner.enabled = false;
    row.replaces = true;
    assert_result(import(state, &row, 1), RESULT_CONFLICT);
    assert_true(find(state, "owner")->enabled);
}

static void people_are_added_with_and_without_a_password(void **state)
{
    struct oauth_subject first = sample_person("first", "auditor"),
                         second = sample_person("second", "");
    struct account_import_row rows[] = {
        {.user = &first, .email_canonical = STR("a@example.com"), .credential = STR("sealed")},
        {.user = &second, .email_canonical = STR("b@example.com")}};

    assert_ok(import(state, rows, 2));
    assert_str(find(state, "first")->roles, "auditor");
    assert_str(credential(state, "first"), "sealed");
    assert_non_null(find(state, "second"));
    assert_false(str_present(credential(state, "second")));
}

static void new_password_ends_sessions_and_another_name_does_not(void **state)
{
    struct oauth_subject user = sample_person("user", "");
    struct account_import_row row = {
        .user = &user, .email_canonical = STR("u@example.com"), .credential = STR("one")};
    const struct authn_session *found;
    struct authn_session session;

    assert_ok(import(state, &row, 1));
    session = sample_session(engine_arena(state), "session");
    assert_ok(store_session_add(engine_db(state), &session, STR_NONE));

    user.given_name = STR("Other");
    row.replaces = true;
    row.credential = STR_NONE;
    assert_ok(import(state, &row, 1));
    assert_str(find(state, "user")->given_name, "Other");
    assert_str(credential(state, "user"), "one");
    assert_ok(store_session_find_by_id(
        engine_db(state), engine_arena(state), STR("session"), NOW, 0, &found));
    assert_non_null(found);

    row.credential = STR("two");
    assert_ok(import(state, &row, 1));
    assert_str(credential(state, "user"), "two");
    assert_ok(store_session_find_by_id(
        engine_db(state), engine_arena(state), STR("session"), NOW, 0, &found));
    assert_null(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_row_that_is_refused_refuses_all),
        cmocka_unit_test(last_owner_stays),
        cmocka_unit_test(people_are_added_with_and_without_a_password),
        cmocka_unit_test(new_password_ends_sessions_and_another_name_does_not),
    };

    return ENGINE_RUN("user_import", tests);
}
