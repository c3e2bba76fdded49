#include "account/clients.h"
#include "base/json_read.h"
#include "crypto/digest.h"
#include "support/unit.h"
#include "unit/account/fake_world.h"

static int set_up(void **state)
{
    *state = fake_world_new();
    return 0;
}

static int tear_down(void **state)
{
    fake_world_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

struct answer {
    struct account_client client;
    enum account_refusal refusal;
    struct client_metadata_problem problem;
};

static struct answer add(struct fake_world *world, enum oauth_client_type type, const char *text)
{
    struct answer answer = {0};
    json_auto_t *metadata = json_read_object(str_from_cstr(text), CLIENT_MAX_METADATA);

    assert_ok(account_client_add(
        &world->ctx, type, metadata, &answer.client, &answer.refusal, &answer.problem));
    return answer;
}

static struct answer update(
    struct fake_world *world, str_t id, const char *text, const bool *enabled)
{
    struct answer answer = {0};
    json_auto_t *changes = json_read_object(str_from_cstr(text), CLIENT_MAX_METADATA);

    assert_ok(account_client_update(
        &world->ctx, id, changes, enabled, &answer.client, &answer.refusal, &answer.problem));
    return answer;
}

#define SHOP "{\"redirect_uris\":[\"https://shop.example/cb\"]}"

static void bad_metadata_adds_nothing(void **state)
{
    struct fake_world *world = *state;
    struct answer answer = add(world, CLIENT_WEB, "{}");

    assert_int_equal(answer.refusal, ACCOUNT_METADATA_INVALID);
    assert_string_equal(answer.problem.member, "redirect_uris");
    assert_int_equal(world->n_clients, 0);
    assert_int_equal(world->n_events, 0);
}

static void unregistered_scope_is_refused(void **state)
{
    struct fake_world *world = *state;
    struct answer answer = add(world, CLIENT_MACHINE, "{\"scope\":\"orders\"}");

    assert_int_equal(answer.refusal, ACCOUNT_METADATA_INVALID);
    assert_string_equal(answer.problem.member, "scope");
    world->scopes[world->n_scopes++] =
        (struct oauth_scope_record){.name = STR("orders"), .audience = STR("https://api.example")};
    assert_int_equal(add(world, CLIENT_MACHINE, "{\"scope\":\"orders\"}").refusal, ACCOUNT_DONE);
}

static void keys_that_are_none_are_refused(void **state)
{
    struct fake_world *world = *state;

    world->of_keys = "must be keys";
    struct answer answer = add(world, CLIENT_MACHINE, "{\"jwks\":{\"keys\":[]}}");
    assert_int_equal(answer.refusal, ACCOUNT_METADATA_INVALID);
    assert_string_equal(answer.problem.member, "jwks");
    assert_string_equal(answer.problem.reason, "must be keys");
    assert_int_equal(world->n_clients, 0);
    /* No keys, no judge. */
    assert_int_equal(add(world, CLIENT_MACHINE, "{}").refusal, ACCOUNT_DONE);
}

static void encryption_needs_a_key_that_fits(void **state)
{
    struct fake_world *world = *state;
    const char *by_agreement = "{\"jwks\":{\"keys\":[]},"
                               "\"introspection_encrypted_response_alg\":\"ECDH-ES\","
                               "\"introspection_encrypted_response_enc\":\"A128GCM\"}";

    world->encrypts_by = "RSA-OAEP-256";
    struct answer answer = add(world, CLIENT_RESOURCE, by_agreement);
    assert_int_equal(answer.refusal, ACCOUNT_METADATA_INVALID);
    assert_string_equal(answer.problem.member, "introspection_encrypted_response_alg");
    assert_int_equal(world->n_clients, 0);
    world->encrypts_by = "ECDH-ES";
    assert_int_equal(add(world, CLIENT_RESOURCE, by_agreement).refusal, ACCOUNT_DONE);
}

static void keys_are_in_one_place(void **state)
{
    struct fake_world *world = *state;
    struct answer both = add(world, CLIENT_MACHINE,
        "{\"jwks\":{\"keys\":[]},\"jwks_uri\":\"https://shop.example/keys\"}");

    assert_int_equal(both.refusal, ACCOUNT_METADATA_INVALID);
    assert_string_equal(both.problem.member, "jwks_uri");
    struct answer one = add(world, CLIENT_MACHINE, "{\"jwks\":{\"keys\":[]}}");
    str_t id = one.client.record->client_id;
    assert_int_equal(
        update(world, id, "{\"jwks_uri\":\"https://shop.example/keys\"}", NULL).refusal,
        ACCOUNT_METADATA_INVALID);
    assert_int_equal(
        update(world, id, "{\"jwks_uri\":\"https://shop.example/keys\",\"jwks\":null}", NULL)
            .refusal,
        ACCOUNT_DONE);
}

#define BY_MAC "{\"token_endpoint_auth_method\":\"client_secret_jwt\"}"
#define BY_BASIC "{\"token_endpoint_auth_method\":\"client_secret_basic\"}"

static void expect_sealed(struct fake_world *world, const struct account_client *client)
{
    str_t sealed = arena_printf(world->arena, "client_secret:%.*s|%.*s",
        STR_ARG(client->record->client_id), STR_ARG(client->secret));

    assert_true(str_present(client->secret));
    assert_str(client->record->sealed_secret, sealed.ptr);
    assert_str(client->record->secret_digest, digest_token(world->arena, client->secret).ptr);
}

static void secret_is_sealed_only_where_macs_are_made_with_it(void **state)
{
    struct fake_world *world = *state;
    struct answer plain = add(world, CLIENT_MACHINE, "{}"), by_mac;
    str_t id = plain.client.record->client_id;
    struct account_client rotated;
    enum account_refusal refusal;

    assert_false(str_present(plain.client.record->sealed_secret));
    by_mac = update(world, id, BY_MAC, NULL);
    assert_int_equal(by_mac.refusal, ACCOUNT_DONE);
    expect_sealed(world, &by_mac.client); /* a new one: the old one is a digest only */
    assert_false(str_present(update(world, id, "{}", NULL).client.secret));
    assert_ok(account_client_rotate_secret(&world->ctx, id, &rotated, &refusal));
    expect_sealed(world, &rotated);
    assert_false(str_eq(rotated.secret, by_mac.client.secret));
    struct answer back = update(world, id, BY_BASIC, NULL);
    assert_false(str_present(back.client.secret));
    assert_false(str_present(back.client.record->sealed_secret));
    assert_true(str_present(back.client.record->secret_digest));
    assert_ok(account_client_rotate_secret(&world->ctx, id, &rotated, &refusal));
    assert_false(str_present(rotated.record->sealed_secret));
}

static void unknown_client_is_refused_everywhere(void **state)
{
    struct fake_world *world = *state;
    struct account_client client;
    enum account_refusal refusal;

    assert_int_equal(update(world, STR("nobody"), "{}", NULL).refusal, ACCOUNT_CLIENT_UNKNOWN);
    assert_ok(account_client_rotate_secret(&world->ctx, STR("nobody"), &client, &refusal));
    assert_int_equal(refusal, ACCOUNT_CLIENT_UNKNOWN);
    assert_ok(account_client_delete(&world->ctx, STR("nobody"), &refusal));
    assert_int_equal(refusal, ACCOUNT_CLIENT_UNKNOWN);
    assert_int_equal(world->n_events, 0);
}

static void client_without_a_secret_has_none_to_rotate(void **state)
{
    struct fake_world *world = *state;
    struct answer spa = add(world, CLIENT_SPA, SHOP);
    struct account_client client;
    enum account_refusal refusal;

    assert_false(str_present(spa.client.secret));
    assert_ok(
        account_client_rotate_secret(&world->ctx, spa.client.record->client_id, &client, &refusal));
    assert_int_equal(refusal, ACCOUNT_CLIENT_WITHOUT_SECRET);
}

static void bad_change_writes_nothing(void **state)
{
    struct fake_world *world = *state;
    str_t id = add(world, CLIENT_WEB, SHOP).client.record->client_id;
    str_t before = world->clients[0].metadata;

    assert_int_equal(
        update(world, id, "{\"redirect_uris\":[\"http://shop.example/\"]}", NULL).refusal,
        ACCOUNT_METADATA_INVALID);
    assert_int_equal(
        update(world, id, "{\"redirect_uris\":null}", NULL).refusal, ACCOUNT_METADATA_INVALID);
    assert_true(str_eq(world->clients[0].metadata, before));
}

static void secret_is_kept_as_a_digest(void **state)
{
    struct fake_world *world = *state;
    struct answer web = add(world, CLIENT_WEB, SHOP);

    assert_int_equal(web.client.secret.len, 43);
    assert_true(
        str_eq(world->clients[0].secret_digest, digest_token(world->arena, web.client.secret)));
}

static void rotated_secret_replaces_the_old(void **state)
{
    struct fake_world *world = *state;
    struct answer web = add(world, CLIENT_WEB, SHOP);
    struct account_client client;
    enum account_refusal refusal;

    assert_ok(
        account_client_rotate_secret(&world->ctx, web.client.record->client_id, &client, &refusal));
    assert_int_equal(refusal, ACCOUNT_DONE);
    assert_false(str_eq(client.secret, web.client.secret));
    assert_true(str_eq(world->clients[0].secret_digest, digest_token(world->arena, client.secret)));
}

static void stored_client_can_be_read_by_the_protocol(void **state)
{
    struct fake_world *world = *state;
    const struct oauth_client *client;

    add(world, CLIENT_WEB, SHOP);
    assert_ok(oauth_client_read(world->arena, &world->clients[0], &client));
    assert_int_equal(client->redirect_uris.n, 1);
    assert_true(client->require_pkce);
    assert_int_equal(client->auth_method, AUTH_CLIENT_SECRET_BASIC);
}

static void change_replaces_and_null_takes_away(void **state)
{
    struct fake_world *world = *state;
    str_t id = add(world, CLIENT_WEB, SHOP).client.record->client_id;

    assert_int_equal(
        update(world, id, "{\"client_name\":\"Shop\",\"require_pkce\":false}", NULL).refusal,
        ACCOUNT_DONE);
    json_auto_t *changed = json_read_object(world->clients[0].metadata, CLIENT_MAX_METADATA);
    assert_str(json_read_str(changed, "client_name"), "Shop");
    assert_true(json_is_false(json_object_get(changed, "require_pkce")));
    update(world, id, "{\"client_name\":null,\"require_pkce\":null}", NULL);
    json_auto_t *back = json_read_object(world->clients[0].metadata, CLIENT_MAX_METADATA);
    assert_null(json_object_get(back, "client_name"));
    assert_true(json_is_true(json_object_get(back, "require_pkce")));
}

static void other_change_keeps_secret_and_state(void **state)
{
    struct fake_world *world = *state;
    str_t id = add(world, CLIENT_WEB, SHOP).client.record->client_id;
    str_t digest = world->clients[0].secret_digest;
    bool no = false;

    assert_int_equal(update(world, id, "{}", &no).refusal, ACCOUNT_DONE);
    struct answer answer = update(world, id, "{\"client_name\":\"Shop\"}", NULL);
    assert_false(str_present(answer.client.secret));
    assert_true(str_eq(world->clients[0].secret_digest, digest));
    assert_false(world->clients[0].enabled);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(bad_metadata_adds_nothing),
        TEST(unregistered_scope_is_refused),
        TEST(keys_that_are_none_are_refused),
        TEST(encryption_needs_a_key_that_fits),
        TEST(keys_are_in_one_place),
        TEST(secret_is_sealed_only_where_macs_are_made_with_it),
        TEST(unknown_client_is_refused_everywhere),
        TEST(client_without_a_secret_has_none_to_rotate),
        TEST(bad_change_writes_nothing),
        TEST(secret_is_kept_as_a_digest),
        TEST(rotated_secret_replaces_the_old),
        TEST(stored_client_can_be_read_by_the_protocol),
        TEST(change_replaces_and_null_takes_away),
        TEST(other_change_keeps_secret_and_state),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
