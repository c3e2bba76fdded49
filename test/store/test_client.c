#include "store/client.h"

#include "store/grant.h"
#include "store/person.h"
#include "store/samples.h"
#include "store/token.h"

static const struct oauth_client_record *find(void **state, const char *id)
{
    const struct oauth_client_record *client = &(struct oauth_client_record){0};

    assert_ok(store_client_find(engine_db(state), engine_arena(state), str_from_cstr(id), &client));
    return client;
}

static void unknown_client_is_not_found(void **state)
{
    bool found = true;
    struct oauth_client_record client = sample_client("client");

    assert_null(find(state, "client"));
    assert_ok(store_client_update(engine_db(state), &client, &found));
    assert_false(found);
    assert_null(find(state, "client"));
    found = true;
    assert_ok(store_client_delete(engine_db(state), STR("client"), &found));
    assert_false(found);
}

/* Ids are bytes: nothing is folded, trimmed or cut. */
static void client_is_found_by_its_exact_id_only(void **state)
{
    sample_add_client(state, "client");
    assert_null(find(state, "Client"));
    assert_null(find(state, "client "));
    assert_null(find(state, ""));
    assert_null(find(state, "clien_"));
    assert_non_null(find(state, "client"));
}

static void taken_id_is_refused_and_the_first_stays(void **state)
{
    struct oauth_client_record second = sample_client("client");

    sample_add_client(state, "client");
    second.type = STR("machine");
    assert_result(store_client_add(engine_db(state), &second), RESULT_CONFLICT);
    assert_str(find(state, "client")->type, "web");
}

static void everything_that_was_added_is_read(void **state)
{
    struct oauth_client_record client = sample_client("client");

    client.enabled = false;
    client.updated_at = NOW + 1;
    assert_ok(store_client_add(engine_db(state), &client));
    const struct oauth_client_record *found = find(state, "client");
    assert_str(found->client_id, "client");
    assert_str(found->type, "web");
    assert_str(found->secret_digest, "digest");
    assert_str(found->metadata, "{\"client_name\":\"An application\"}");
    assert_false(found->enabled);
    assert_int_equal(found->created_at, NOW);
    assert_int_equal(found->updated_at, NOW + 1);
}

static void client_without_a_secret_has_none(void **state)
{
    struct oauth_client_record client = sample_client("client");
    bool found;

    client.secret_digest = STR_NONE;
    assert_ok(store_client_add(engine_db(state), &client));
    assert_false(str_present(find(state, "client")->secret_digest));
    assert_false(str_present(find(state, "client")->sealed_secret));
    client.secret_digest = STR("first");
    client.sealed_secret = (str_t){"\0\xff seal", 7};
    assert_ok(store_client_update(engine_db(state), &client, &found));
    assert_str(find(state, "client")->secret_digest, "first");
    assert_true(str_eq(find(state, "client")->sealed_secret, client.sealed_secret));
    client.sealed_secret = STR_NONE;
    client.secret_digest = STR_NONE;
    assert_ok(store_client_update(engine_db(state), &client, &found));
    assert_false(str_present(find(state, "client")->secret_digest));
}

static void update_leaves_type_and_beginning(void **state)
{
    struct oauth_client_record client = sample_client("client");
    bool found = false;

    sample_add_client(state, "client");
    sample_add_client(state, "other");
    client.type = STR("machine");
    client.created_at = client.updated_at = NOW + 5;
    client.metadata = STR("{}");
    assert_ok(store_client_update(engine_db(state), &client, &found));
    assert_true(found);
    assert_str(find(state, "client")->type, "web");
    assert_int_equal(find(state, "client")->created_at, NOW);
    assert_int_equal(find(state, "client")->updated_at, NOW + 5);
    assert_str(find(state, "client")->metadata, "{}");
    assert_int_equal(find(state, "other")->updated_at, NOW);
}

static void add_grant_and_token(void **state, const char *client_id)
{
    struct oauth_grant grant = sample_grant(engine_arena(state), client_id);
    struct oauth_access_record token = {
        .digest = str_from_cstr(client_id),
        .client_id = str_from_cstr(client_id),
        .subject = STR("user"),
        .scope = STR("openid"),
        .audience = STR("api"),
        .expires_at = NOW + 100,
    };

    grant.client_id = str_from_cstr(client_id);
    sample_add_grant(state, &grant);
    assert_ok(store_access_add(engine_db(state), &token));
}

static void disabling_kills_what_the_client_holds_and_enabling_does_not_revive_it(void **state)
{
    struct oauth_client_record client = sample_client("client");
    bool found;

    sample_add_both(state);
    sample_add_client(state, "other");
    add_grant_and_token(state, "client");
    add_grant_and_token(state, "other");
    client.enabled = false;
    client.updated_at = NOW + 7;
    assert_ok(store_client_update(engine_db(state), &client, &found));
    client.enabled = true;
    client.updated_at = NOW + 8;
    assert_ok(store_client_update(engine_db(state), &client, &found));
    assert_int_equal(
        engine_number(state, "SELECT revoked_at FROM grants WHERE client_id = 'client'"), NOW + 7);
    assert_int_equal(
        engine_number(state, "SELECT COUNT(*) FROM access_tokens WHERE client_id = 'client'"), 0);
    assert_int_equal(
        engine_number(state, "SELECT COUNT(*) FROM grants WHERE revoked_at IS NULL"), 1);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM access_tokens"), 1);
}

static void deletion_takes_what_hangs_on_the_client_alone(void **state)
{
    const struct authn_consent consent = {.scope = STR("openid")};
    bool found = false;

    sample_add_both(state);
    sample_add_client(state, "other");
    add_grant_and_token(state, "client");
    add_grant_and_token(state, "other");
    assert_ok(store_consent_save(engine_db(state), STR("user"), STR("client"), &consent, NOW));
    assert_ok(store_client_delete(engine_db(state), STR("client"), &found));
    assert_true(found);
    assert_null(find(state, "client"));
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM grants"), 1);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM access_tokens"), 1);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM consents"), 0);
    assert_int_equal(engine_number(state, "SELECT COUNT(*) FROM users"), 1);
}

static void list_shows_each_client_once_page_by_page(void **state)
{
    static const char *const ids[] = {"a", "b", "c", "d", "e"};
    struct account_page page = {.limit = 2};
    const struct oauth_client_record *clients;
    size_t n, seen = 0;

    for (size_t i = 5; i-- > 0;)
        sample_add_client(state, ids[i]);
    do {
        assert_ok(store_client_list(engine_db(state), engine_arena(state), &page, &clients, &n));
        assert_true(n <= 2);
        for (size_t i = 0; i < n; i++, seen++)
            assert_str(clients[i].client_id, ids[seen]);
        if (n > 0)
            page.after = clients[n - 1].client_id;
    } while (n > 0);
    assert_int_equal(seen, 5);
}

struct racing {
    struct db *nodes[2];
    bool adds;
    bool found[ENGINE_RACERS];
    result_t results[ENGINE_RACERS];
};

static void add_or_delete(void *arg, size_t i)
{
    struct racing *racing = arg;
    struct oauth_client_record client = sample_client("client");

    racing->results[i] = racing->adds ? store_client_add(racing->nodes[i % 2], &client)
                                      : store_client_delete(racing->nodes[i % 2], client.client_id,
                                            &racing->found[i]);
}

static void of_many_who_add_one_id_one_does_and_of_many_who_delete_it_one_finds_it(void **state)
{
    struct racing racing = {.nodes = {engine_db(state), engine_other_db(state)}, .adds = true};
    size_t added = 0, found = 0;

    engine_race(add_or_delete, &racing);
    for (size_t i = 0; i < ENGINE_RACERS; i++) {
        added += result_ok(racing.results[i]);
        if (!result_ok(racing.results[i]))
            assert_result(racing.results[i], RESULT_CONFLICT);
    }
    assert_int_equal(added, 1);
    racing.adds = false;
    engine_race(add_or_delete, &racing);
    for (size_t i = 0; i < ENGINE_RACERS; i++) {
        assert_ok(racing.results[i]);
        found += racing.found[i];
    }
    assert_int_equal(found, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_client_is_not_found),
        cmocka_unit_test(client_is_found_by_its_exact_id_only),
        cmocka_unit_test(taken_id_is_refused_and_the_first_stays),
        cmocka_unit_test(everything_that_was_added_is_read),
        cmocka_unit_test(client_without_a_secret_has_none),
        cmocka_unit_test(update_leaves_type_and_beginning),
        cmocka_unit_test(disabling_kills_what_the_client_holds_and_enabling_does_not_revive_it),
        cmocka_unit_test(deletion_takes_what_hangs_on_the_client_alone),
        cmocka_unit_test(list_shows_each_client_once_page_by_page),
        cmocka_unit_test(of_many_who_add_one_id_one_does_and_of_many_who_delete_it_one_finds_it),
    };

    return ENGINE_RUN("client", tests);
}
