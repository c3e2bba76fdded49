#include "oauth/registry.h"

#include "support/unit.h"

/* A store that counts how often it is asked. */
struct world {
    struct oauth_registry *registry;
    struct oauth_store store;
    int64_t generation;
    const char *metadata; /* of every client; NULL: there is none */
    bool enabled;
    int client_reads;
    int scope_reads;
    result_t generation_result;
};

static result_t generation(void *self, int64_t *generation_out)
{
    struct world *world = self;

    *generation_out = world->generation;
    return world->generation_result;
}

static result_t client_find(
    void *self, arena_t *arena, str_t client_id, const struct oauth_client_record **client_out)
{
    struct world *world = self;
    struct oauth_client_record *record = ARENA_NEW(arena, struct oauth_client_record);

    world->client_reads++;
    *record = (struct oauth_client_record){.client_id = arena_str(arena, client_id),
        .type = STR("web"),
        .metadata = str_from_cstr(world->metadata),
        .enabled = world->enabled};
    *client_out = world->metadata ? record : NULL;
    return OK;
}

static result_t scope_list(
    void *self, arena_t *arena, const struct oauth_scope_record **scopes_out, size_t *n_out)
{
    struct world *world = self;
    struct oauth_scope_record *scope = ARENA_NEW(arena, struct oauth_scope_record);

    world->scope_reads++;
    scope->name = arena_printf(arena, "s%d", (int)world->generation);
    *scopes_out = scope;
    *n_out = 1;
    return OK;
}

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);

    world->registry = oauth_registry_new();
    world->metadata = "{\"client_name\":\"Shop\"}";
    world->enabled = true;
    world->generation_result = OK;
    world->store = (struct oauth_store){.self = world,
        .registry_generation = generation,
        .client_find = client_find,
        .scope_list = scope_list};
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;

    oauth_registry_free(&world->registry);
    free(world);
    return 0;
}

static struct oauth_context request(struct world *world, arena_t *arena)
{
    return (struct oauth_context){
        .arena = arena, .registry = world->registry, .store = &world->store};
}

/* In a request of its own. "" where there is no client. */
static bool name_is(struct world *world, const char *client_id, const char *name)
{
    AUTO_ARENA arena = arena_new(1 << 20);
    struct oauth_context ctx = request(world, arena);
    const struct oauth_client *client;

    assert_ok(oauth_client_find(&ctx, str_from_cstr(client_id), &client));
    return str_eq(client ? client->name : STR(""), str_from_cstr(name));
}

static void client_is_read_once_a_generation(void **state)
{
    struct world *world = *state;

    for (int i = 0; i < 3; i++)
        assert_true(name_is(world, "shop", "Shop"));
    assert_int_equal(world->client_reads, 1);
    assert_true(name_is(world, "other", "Shop"));
    assert_int_equal(world->client_reads, 2);
}

static void change_is_seen_by_the_next_request_and_not_by_this_one(void **state)
{
    struct world *world = *state;
    AUTO_ARENA arena = arena_new(1 << 20);
    struct oauth_context ctx = request(world, arena);
    const struct oauth_client *before, *again;

    assert_ok(oauth_client_find(&ctx, STR("shop"), &before));
    world->metadata = "{\"client_name\":\"Renamed\"}";
    world->generation++;
    assert_true(name_is(world, "shop", "Renamed"));
    assert_ok(oauth_client_find(&ctx, STR("shop"), &again));
    assert_ptr_equal(before, again);
    assert_str(before->name, "Shop");
}

static void disabling_is_seen_at_once(void **state)
{
    struct world *world = *state;
    AUTO_ARENA arena = arena_new(1 << 20);
    const struct oauth_client *client;

    assert_true(name_is(world, "shop", "Shop"));
    world->enabled = false;
    world->generation++;
    struct oauth_context ctx = request(world, arena);
    assert_ok(oauth_client_find(&ctx, STR("shop"), &client));
    assert_false(client->enabled);
}

static void absence_is_not_kept(void **state)
{
    struct world *world = *state;

    world->metadata = NULL;
    assert_true(name_is(world, "shop", ""));
    world->metadata = "{\"client_name\":\"Shop\"}";
    assert_true(name_is(world, "shop", "Shop"));
}

static void request_that_was_overtaken_gets_what_is_newer(void **state)
{
    struct world *world = *state;

    world->generation = 7;
    assert_true(name_is(world, "shop", "Shop"));
    world->generation = 6;
    assert_true(name_is(world, "shop", "Shop"));
    assert_int_equal(world->client_reads, 1);
}

static void unreadable_generation_fails_the_request(void **state)
{
    struct world *world = *state;
    AUTO_ARENA arena = arena_new(1 << 20);
    struct oauth_context ctx = request(world, arena);
    const struct oauth_client *client;
    struct scope_catalogue catalogue;

    world->generation_result = result_fail(RESULT_UNAVAILABLE, "gone");
    assert_result(oauth_client_find(&ctx, STR("shop"), &client), RESULT_UNAVAILABLE);
    assert_null(client);
    assert_result(scope_catalogue_load(&ctx, &catalogue), RESULT_UNAVAILABLE);
}

static void corrupt_client_is_refused_each_time(void **state)
{
    struct world *world = *state;
    const struct oauth_client *client;

    world->metadata = "{";
    for (int i = 0; i < 2; i++) {
        AUTO_ARENA arena = arena_new(1 << 20);
        struct oauth_context ctx = request(world, arena);
        assert_result(oauth_client_find(&ctx, STR("shop"), &client), RESULT_CORRUPT);
        assert_null(client);
    }
}

static void more_clients_than_have_room_are_all_found(void **state)
{
    struct world *world = *state;
    char id[32];

    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < OAUTH_REGISTRY_CLIENTS_MAX + 10; i++) {
            snprintf(id, sizeof id, "c%d", i * 7919 % 1000);
            assert_true(name_is(world, id, "Shop"));
        }
    }
}

static void scopes_are_read_once_a_generation(void **state)
{
    struct world *world = *state;

    for (int i = 1; i <= 6; i++) {
        AUTO_ARENA arena = arena_new(1 << 20);
        struct oauth_context ctx = request(world, arena);
        struct scope_catalogue catalogue;

        world->generation = i / 3;
        assert_ok(scope_catalogue_load(&ctx, &catalogue));
        assert_int_equal(catalogue.n, 1);
        assert_str(catalogue.scopes[0].name, i < 3 ? "s0" : i < 6 ? "s1" : "s2");
    }
    assert_int_equal(world->scope_reads, 3);
}

static void without_a_registry_everything_is_read_each_time(void **state)
{
    struct world *world = *state;
    struct oauth_registry *registry = world->registry;

    world->registry = NULL;
    assert_true(name_is(world, "shop", "Shop"));
    assert_true(name_is(world, "shop", "Shop"));
    assert_int_equal(world->client_reads, 2);
    world->registry = registry;
}

#define IN_A_WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_WORLD(client_is_read_once_a_generation),
        IN_A_WORLD(change_is_seen_by_the_next_request_and_not_by_this_one),
        IN_A_WORLD(disabling_is_seen_at_once),
        IN_A_WORLD(absence_is_not_kept),
        IN_A_WORLD(request_that_was_overtaken_gets_what_is_newer),
        IN_A_WORLD(unreadable_generation_fails_the_request),
        IN_A_WORLD(corrupt_client_is_refused_each_time),
        IN_A_WORLD(more_clients_than_have_room_are_all_found),
        IN_A_WORLD(scopes_are_read_once_a_generation),
        IN_A_WORLD(without_a_registry_everything_is_read_each_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
