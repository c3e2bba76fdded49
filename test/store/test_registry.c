#include "store/registry.h"

#include "store/client.h"
#include "store/samples.h"
#include "store/scope.h"
#include "store/setup_link.h"

static int64_t generation(void **state)
{
    int64_t value = -1;

    assert_ok(store_registry_generation(engine_db(state), &value));
    return value;
}

static void every_change_of_a_client_is_a_new_generation(void **state)
{
    struct oauth_client_record client = sample_client("client");
    int64_t before = generation(state);
    bool found;

    assert_ok(store_client_add(engine_db(state), &client));
    int64_t added = generation(state);
    assert_true(added > before);
    client.enabled = false;
    assert_ok(store_client_update(engine_db(state), &client, &found));
    int64_t disabled = generation(state);
    assert_true(disabled > added);
    assert_ok(store_client_delete(engine_db(state), STR("client"), &found));
    assert_true(generation(state) > disabled);
}

static void every_change_of_a_scope_or_resource_is_a_new_generation(void **state)
{
    struct oauth_scope_record scope = {.name = STR("orders"),
        .audience = STR("https://api.example.com"),
        .description = STR("Read orders")};
    struct account_resource resource = {
        .audience = STR("https://api.example.com"), .token = {.format = STR("opaque")}};
    int64_t before = generation(state);
    bool found;

    assert_ok(store_scope_add(engine_db(state), &scope));
    int64_t added = generation(state);
    assert_true(added > before);
    assert_ok(store_resource_save(engine_db(state), &resource, &found));
    int64_t set = generation(state);
    assert_true(set > added);
    resource.token.format = STR("jwt");
    assert_ok(store_resource_save(engine_db(state), &resource, &found));
    int64_t changed = generation(state);
    assert_true(changed > set);
    assert_ok(store_scope_delete(engine_db(state), STR("orders"), &found));
    assert_true(generation(state) > changed);
}

static void refused_and_foreign_changes_leave_it(void **state)
{
    struct oauth_client_record client = sample_client("client");

    assert_ok(store_client_add(engine_db(state), &client));
    int64_t before = generation(state);
    assert_result(store_client_add(engine_db(state), &client), RESULT_CONFLICT);
    assert_ok(store_setup_link_add(engine_db(state), STR("digest"), 1, 2));
    assert_int_equal(generation(state), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_change_of_a_client_is_a_new_generation),
        cmocka_unit_test(every_change_of_a_scope_or_resource_is_a_new_generation),
        cmocka_unit_test(refused_and_foreign_changes_leave_it),
    };

    return ENGINE_RUN("registry", tests);
}
