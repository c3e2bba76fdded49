#include "account/sector_identifier.h"

#include "account/clients.h"
#include "base/json_read.h"
#include "support/unit.h"
#include "unit/account/fake_world.h"

#define NAMED "\"sector_identifier_uri\":\"https://sector.example/uris\""
#define BOTH "\"redirect_uris\":[\"https://a.example/cb\",\"https://b.example/cb\"]"

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

/* NULL, or why not. */
static const char *judge(struct fake_world *world, const char *before, const char *text)
{
    json_auto_t *metadata = json_read_object(str_from_cstr(text), CLIENT_MAX_METADATA);
    struct client_metadata_problem problem;

    assert_ok(
        account_sector_identifier_judge(&world->ctx, str_from_cstr(before), metadata, &problem));
    assert_string_equal(problem.member, "sector_identifier_uri");
    return problem.reason;
}

static void document_that_is_no_list_of_all_uris_is_refused(void **state)
{
    struct fake_world *world = *state;
    static const struct {
        const char *body;
        const char *reason;
    } cases[] = {
        {"", "does not hold a JSON array"},
        {"<html>", "does not hold a JSON array"},
        {"{\"redirect_uris\":[]}", "does not hold a JSON array"},
        {"[", "does not hold a JSON array"},
        {"[]", "does not list all redirect_uris of this client"},
        {"[\"https://a.example/cb\"]", "does not list all redirect_uris of this client"},
        {"[\"https://a.example/cb\",[\"https://b.example/cb\"]]",
            "does not list all redirect_uris of this client"},
        {"[\"https://a.example/cb\",\"https://B.example/cb\"]",
            "does not list all redirect_uris of this client"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        world->of_fetch.body = str_from_cstr(cases[i].body);
        assert_string_equal(judge(world, NULL, "{" NAMED "," BOTH "}"), cases[i].reason);
    }
}

static void document_that_cannot_be_had_is_refused(void **state)
{
    struct fake_world *world = *state;

    world->of_fetch = (struct oauth_fetched){.failure = "no connection"};
    assert_string_equal(
        judge(world, NULL, "{" NAMED "," BOTH "}"), "cannot be fetched: no connection");
}

static void document_with_more_than_the_uris_is_content(void **state)
{
    struct fake_world *world = *state;

    world->of_fetch.body =
        STR("[\"https://c.example/cb\",7,\"https://b.example/cb\",\"https://a.example/cb\"]");
    assert_null(judge(world, NULL, "{" NAMED "," BOTH "}"));
    assert_str(world->fetched_url, "https://sector.example/uris");
}

static void nothing_is_fetched_without_a_name_or_a_change(void **state)
{
    struct fake_world *world = *state;

    assert_null(judge(world, NULL, "{" BOTH "}"));
    assert_null(judge(world, "{" NAMED "," BOTH "}", "{" NAMED "," BOTH ",\"client_name\":\"x\"}"));
    assert_int_equal(world->fetches, 0);
    world->of_fetch.body = STR("[\"https://c.example/cb\"]");
    assert_null(judge(
        world, "{" NAMED "," BOTH "}", "{" NAMED ",\"redirect_uris\":[\"https://c.example/cb\"]}"));
    assert_non_null(judge(world, "{" BOTH "}", "{" NAMED "," BOTH "}"));
    assert_int_equal(world->fetches, 2);
}

static void client_is_not_added_to_a_sector_that_does_not_know_it(void **state)
{
    struct fake_world *world = *state;
    json_auto_t *metadata = json_read_object(
        STR("{" NAMED "," BOTH ",\"subject_type\":\"pairwise\"}"), CLIENT_MAX_METADATA);
    struct account_client client;
    enum account_refusal refusal;
    struct client_metadata_problem problem;

    world->of_fetch.body = STR("[]");
    assert_ok(account_client_add(&world->ctx, CLIENT_WEB, metadata, &client, &refusal, &problem));
    assert_int_equal(refusal, ACCOUNT_METADATA_INVALID);
    assert_string_equal(problem.member, "sector_identifier_uri");
    assert_int_equal(world->n_clients, 0);
    world->of_fetch.body = STR("[\"https://b.example/cb\",\"https://a.example/cb\"]");
    assert_ok(account_client_add(&world->ctx, CLIENT_WEB, metadata, &client, &refusal, &problem));
    assert_int_equal(refusal, ACCOUNT_DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(document_that_is_no_list_of_all_uris_is_refused),
        TEST(document_that_cannot_be_had_is_refused),
        TEST(document_with_more_than_the_uris_is_content),
        TEST(nothing_is_fetched_without_a_name_or_a_change),
        TEST(client_is_not_added_to_a_sector_that_does_not_know_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
