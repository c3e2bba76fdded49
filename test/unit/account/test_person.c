#include "account/person.h"

#include "base/json_read.h"
#include "support/unit.h"

#include <string.h>

enum { ARENA_MAX = 1 << 20 };

static const char *read(arena_t *arena, const char *text, struct oauth_subject *person, str_t *hash)
{
    json_auto_t *object = json_read_object(str_from_cstr(text), ACCOUNT_PERSON_BYTES_MAX);

    assert_non_null(object);
    return account_person_read(arena, object, person, hash);
}

static void member_that_is_unknown_or_of_another_type_is_told(void **state)
{
    static const struct {
        const char *text, *problem;
    } cases[] = {
        {"{\"emial\":\"a@b.example\"}", "emial is no member of a person; did you mean email?"},
        {"{\"password\":\"secret\"}", "password is no member of a person"},
        {"{\"email_verified\":\"true\"}", "email_verified must be true or false"},
        {"{\"enabled\":1}", "enabled must be true or false"},
        {"{\"email\":1}", "email must be an address"},
        {"{\"given_name\":\"a\\nb\"}", "given_name must be one line"},
        {"{\"phone\":\"0301234\"}", "phone must be a number with its country code"},
        {"{\"roles\":\"owner\"}", "roles must be a list"},
        {"{\"roles\":[\"a b\"]}", "roles must be a list"},
        {"{\"groups\":[\"\"]}", "groups must be a list"},
        {"{\"groups\":[1]}", "groups must be a list"},
        {"{\"id\":\"-x\"}", "id must be"},
        {"{\"id\":\"a@b\"}", "id must be"},
        {"{\"id\":\"\"}", "id must be"},
        {"{\"locale\":\"de AT\"}", "locale must be a language tag"},
        {"{\"zoneinfo\":\"Europe/Ber lin\"}", "zoneinfo must be a time zone"},
        {"{\"address\":{\"country\":1}}", "address must be an object of texts"},
        {"{\"created_at\":\"yesterday\"}", "created_at must be a time of RFC 3339"},
        {"{\"created_at\":-1}", "created_at must be"},
        {"{\"created_at\":1.5}", "created_at must be"},
        {"{\"password_hash\":{}}", "password_hash must be a text"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        struct oauth_subject person = {0};
        str_t hash;
        const char *problem = read(arena, cases[i].text, &person, &hash);

        if (problem == NULL || strncmp(problem, cases[i].problem, strlen(cases[i].problem)) != 0)
            fail_msg("%s: %s", cases[i].text, problem != NULL ? problem : "taken");
    }
}

static void lists_have_a_longest_length(void **state)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    json_auto_t *object = json_object();
    json_t *groups = json_array();
    struct oauth_subject person = {0};
    str_t hash;

    (void)state;
    json_object_set_new(object, "groups", groups);
    for (int i = 0; i < ACCOUNT_PERSON_WORDS_MAX; i++)
        json_array_append_new(groups, json_string("g"));
    assert_null(account_person_read(arena, object, &person, &hash));
    json_array_append_new(groups, json_string("g"));
    assert_non_null(account_person_read(arena, object, &person, &hash));
}

static void null_and_absent_members_leave_what_is_there(void **state)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct oauth_subject person = {.phone = STR("+4930123456"), .enabled = true};
    str_t hash;

    (void)state;
    assert_null(
        read(arena, "{\"phone\":null,\"enabled\":null,\"password_hash\":null}", &person, &hash));
    assert_str(person.phone, "+4930123456");
    assert_true(person.enabled);
    assert_false(str_present(hash));
}

static void person_that_is_written_is_read_back(void **state)
{
    static const char text[] =
        "{\"id\":\"u_1\",\"email\":\"Ada@Example.com\",\"email_verified\":true,"
        "\"given_name\":\"Ada\",\"family_name\":\"Lovelace\",\"phone\":\"+4930123456\","
        "\"phone_verified\":true,\"address\":{\"country\":\"DE\"},\"locale\":\"de-AT\","
        "\"zoneinfo\":\"Europe/Berlin\",\"enabled\":false,\"roles\":[\"owner\",\"auditor\"],"
        "\"groups\":[\"staff\"],\"created_at\":\"2026-01-31T23:59:59Z\","
        "\"updated_at\":\"2026-02-01T00:00:00Z\",\"password_hash\":\"$2b$x\"}";
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct oauth_subject person = {0};
    str_t hash;

    (void)state;
    assert_null(read(arena, text, &person, &hash));
    assert_str(person.roles, "owner auditor");
    assert_int_equal(person.created_at, 1769903999);
    json_auto_t *object = account_person_write(&person, hash);
    assert_str(json_write(arena, object), text);
}

static void times_may_be_seconds(void **state)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct oauth_subject person = {0};
    str_t hash;

    (void)state;
    assert_null(read(arena, "{\"created_at\":1769903999}", &person, &hash));
    assert_int_equal(person.created_at, 1769903999);
}

static void what_is_absent_is_left_out(void **state)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct oauth_subject person = {
        .id = STR("u"), .email = STR("a@b.example"), .roles = STR(""), .groups = STR("")};

    (void)state;
    json_auto_t *object = account_person_write(&person, STR_NONE);
    assert_str(json_write(arena, object),
        "{\"id\":\"u\",\"email\":\"a@b.example\",\"email_verified\":false,\"phone_verified\":false,"
        "\"enabled\":false,\"roles\":[],\"groups\":[],\"created_at\":\"1970-01-01T00:00:00Z\","
        "\"updated_at\":\"1970-01-01T00:00:00Z\"}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(member_that_is_unknown_or_of_another_type_is_told),
        cmocka_unit_test(lists_have_a_longest_length),
        cmocka_unit_test(null_and_absent_members_leave_what_is_there),
        cmocka_unit_test(person_that_is_written_is_read_back),
        cmocka_unit_test(times_may_be_seconds),
        cmocka_unit_test(what_is_absent_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
