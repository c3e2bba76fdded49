#include "store/scope.h"

#include "store/samples.h"

static struct oauth_scope_record sample_scope(const char *name)
{
    return (struct oauth_scope_record){.name = str_from_cstr(name),
        .audience = STR("https://api.example.com"),
        .description = STR("Read orders")};
}

static size_t list(void **state, const struct oauth_scope_record **scopes_out)
{
    size_t n = 99;

    assert_ok(store_scope_list(engine_db(state), engine_arena(state), scopes_out, &n));
    return n;
}

static void taken_scope_is_refused_and_the_first_stays(void **state)
{
    struct oauth_scope_record first = sample_scope("orders"), second = sample_scope("orders");
    const struct oauth_scope_record *scopes;

    second.audience = STR("https://evil.example.com");
    assert_int_equal(list(state, &scopes), 0);
    assert_ok(store_scope_add(engine_db(state), &first));
    assert_result(store_scope_add(engine_db(state), &second), RESULT_CONFLICT);
    assert_int_equal(list(state, &scopes), 1);
    assert_str(scopes[0].audience, "https://api.example.com");
}

static void scopes_are_listed_by_name_with_all_they_have(void **state)
{
    struct oauth_scope_record b = sample_scope("b"), a = sample_scope("a");
    const struct oauth_scope_record *scopes;

    a.description = STR_NONE;
    assert_ok(store_scope_add(engine_db(state), &b));
    assert_ok(store_scope_add(engine_db(state), &a));
    assert_int_equal(list(state, &scopes), 2);
    assert_str(scopes[0].name, "a");
    assert_str(scopes[0].description, "");
    assert_str(scopes[1].name, "b");
    assert_str(scopes[1].description, "Read orders");
}

static void unknown_scope_is_not_deleted(void **state)
{
    struct oauth_scope_record scope = sample_scope("orders");
    const struct oauth_scope_record *scopes;
    bool found = true;

    assert_ok(store_scope_add(engine_db(state), &scope));
    assert_ok(store_scope_delete(engine_db(state), STR("Orders"), &found));
    assert_false(found);
    assert_int_equal(list(state, &scopes), 1);
    assert_ok(store_scope_delete(engine_db(state), STR("orders"), &found));
    assert_true(found);
    assert_int_equal(list(state, &scopes), 0);
}

static const struct account_resource api = {
    STR_INIT("https://api.example.com"), {STR_INIT("JWT"), STR_INIT("opaque"), STR_INIT("RS256")}};

static bool save(void **state, const struct account_resource *resource)
{
    bool found = true;

    assert_ok(store_resource_save(engine_db(state), resource, &found));
    return found;
}

static void resource_without_a_scope_is_not_found(void **state)
{
    assert_false(save(state, &api));
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM resources"), 0);
}

static void settings_of_a_resource_are_those_of_all_its_scopes(void **state)
{
    struct oauth_scope_record a = sample_scope("a"), b = sample_scope("b"), c = sample_scope("c");
    const struct oauth_scope_record *scopes;

    c.audience = STR("https://other.example.com");
    assert_ok(store_scope_add(engine_db(state), &a));
    assert_ok(store_scope_add(engine_db(state), &b));
    assert_ok(store_scope_add(engine_db(state), &c));
    assert_true(save(state, &api));
    assert_int_equal(list(state, &scopes), 3);
    for (size_t i = 0; i < 2; i++) {
        assert_str(scopes[i].token.typ, "JWT");
        assert_str(scopes[i].token.format, "opaque");
        assert_str(scopes[i].token.alg, "RS256");
    }
    assert_false(str_present(scopes[2].token.typ) || str_present(scopes[2].token.format) ||
                 str_present(scopes[2].token.alg));
}

static void settings_are_replaced_whole(void **state)
{
    const struct account_resource second = {
        .audience = api.audience, .token = {.alg = STR("EdDSA")}};
    struct oauth_scope_record scope = sample_scope("a");
    const struct oauth_scope_record *scopes;

    assert_ok(store_scope_add(engine_db(state), &scope));
    assert_true(save(state, &api));
    assert_true(save(state, &second));
    assert_int_equal(list(state, &scopes), 1);
    assert_false(str_present(scopes[0].token.typ) || str_present(scopes[0].token.format));
    assert_str(scopes[0].token.alg, "EdDSA");
}

static void settings_go_with_the_last_scope(void **state)
{
    struct oauth_scope_record a = sample_scope("a"), b = sample_scope("b");
    bool found;

    assert_ok(store_scope_add(engine_db(state), &a));
    assert_ok(store_scope_add(engine_db(state), &b));
    assert_true(save(state, &api));
    assert_ok(store_scope_delete(engine_db(state), STR("a"), &found));
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM resources"), 1);
    assert_ok(store_scope_delete(engine_db(state), STR("b"), &found));
    assert_true(found);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM resources"), 0);
}

static void assert_roles(void **state, const char *const *expected, size_t expected_n)
{
    str_t *names;
    size_t n;

    assert_ok(store_role_list(engine_db(state), engine_arena(state), &names, &n));
    assert_int_equal(n, expected_n);
    for (size_t i = 0; i < n; i++)
        assert_str(names[i], expected[i]);
}

static void delete_role(void **state, const char *name, bool *built_in_out, bool *found_out)
{
    assert_ok(store_role_delete(engine_db(state), str_from_cstr(name), built_in_out, found_out));
}

static void built_in_roles_are_there_and_stay(void **state)
{
    static const char *const built_in[] = {"auditor", "client-admin", "owner", "user-admin"};
    bool is_built_in, found;

    assert_roles(state, built_in, 4);
    for (size_t i = 0; i < 4; i++) {
        delete_role(state, built_in[i], &is_built_in, &found);
        assert_true(is_built_in && found);
        assert_result(
            store_role_add(engine_db(state), str_from_cstr(built_in[i])), RESULT_CONFLICT);
    }
    assert_roles(state, built_in, 4);
}

static void unknown_role_is_not_deleted(void **state)
{
    bool built_in = true, found = true;

    delete_role(state, "captain", &built_in, &found);
    assert_false(built_in);
    assert_false(found);
}

static void own_role_is_added_once_and_deleted_once(void **state)
{
    static const char *const all[] = {"auditor", "captain", "client-admin", "owner", "user-admin"};
    bool built_in, found;

    assert_ok(store_role_add(engine_db(state), STR("captain")));
    assert_result(store_role_add(engine_db(state), STR("captain")), RESULT_CONFLICT);
    assert_roles(state, all, 5);
    delete_role(state, "captain", &built_in, &found);
    assert_true(found);
    assert_false(built_in);
    delete_role(state, "captain", &built_in, &found);
    assert_false(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(taken_scope_is_refused_and_the_first_stays),
        cmocka_unit_test(scopes_are_listed_by_name_with_all_they_have),
        cmocka_unit_test(unknown_scope_is_not_deleted),
        cmocka_unit_test(resource_without_a_scope_is_not_found),
        cmocka_unit_test(settings_of_a_resource_are_those_of_all_its_scopes),
        cmocka_unit_test(settings_are_replaced_whole),
        cmocka_unit_test(settings_go_with_the_last_scope),
        cmocka_unit_test(built_in_roles_are_there_and_stay),
        cmocka_unit_test(unknown_role_is_not_deleted),
        cmocka_unit_test(own_role_is_added_once_and_deleted_once),
    };

    return ENGINE_RUN("scope", tests);
}
