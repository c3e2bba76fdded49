#include "oidc/requested_claims.h"

#include "base/buf.h"
#include "base/json_read.h"
#include "oidc/claims.h"

#include "support/unit.h"

static const struct oauth_client client = {.scope = STR_INIT("openid profile email roles")};
static const struct oauth_subject ada = {
    .id = STR_INIT("ada"),
    .email = STR_INIT("ada@example.com"),
    .given_name = STR_INIT("Ada"),
    .family_name = STR_INIT("Lovelace"),
    .roles = STR_INIT("auditor owner"),
};

static int set_up(void **state)
{
    *state = arena_new(1 << 18);
    return 0;
}

static int tear_down(void **state)
{
    arena_t *arena = *state;

    arena_free(&arena);
    return 0;
}

static struct claims_wishes wishes(arena_t *arena, const char *request, const char *scope)
{
    return requested_claims_wishes(arena, &client, str_from_cstr(request), str_from_cstr(scope));
}

static void only_what_the_client_may_have_and_no_scope_releases_is_a_wish(void **state)
{
    struct claims_wishes found = wishes(*state,
        "{\"id_token\":{\"email\":null,\"phone_number\":null,\"shoe_size\":null,\"sub\":null},"
        "\"userinfo\":{\"roles\":null,\"name\":null}}",
        "openid profile");

    assert_int_equal(found.n, 2);
    assert_str(found.items[0].name, "email");
    assert_str(found.items[0].scope, "email");
    assert_str(found.items[1].name, "roles");
    assert_int_equal(wishes(*state, NULL, "openid").n, 0);
}

static void wish_is_one_however_often_and_in_whatever_language_it_is_asked_for(void **state)
{
    struct claims_wishes found = wishes(*state,
        "{\"id_token\":{\"given_name#de\":null,\"given_name\":null},"
        "\"userinfo\":{\"given_name#fr-CA\":{\"essential\":true},\"email#de\":null}}",
        "openid");

    assert_int_equal(found.n, 1);
    assert_str(found.items[0].name, "given_name");
    assert_true(found.items[0].essential);
}

static void only_what_was_granted_is_kept(void **state)
{
    static const char request[] =
        "{\"id_token\":{\"email\":null,\"name\":{\"value\":\"x\"},\"acr\":{\"essential\":true}},"
        "\"userinfo\":{\"roles\":null}}";

    assert_str(requested_claims_grant(*state, STR(request), STR("openid email"), STR("name")),
        "{\"id_token\":{\"email\":null,\"name\":{\"value\":\"x\"}}}");
    assert_false(str_present(
        requested_claims_grant(*state, STR(request), STR("openid"), STR("phone_number"))));
    assert_false(str_present(requested_claims_grant(*state, STR(request), STR(""), STR_NONE)));
    assert_false(
        str_present(requested_claims_grant(*state, STR_NONE, STR("openid email"), STR("name"))));
}

static str_t told(arena_t *arena, const char *granted, enum claims_target target)
{
    json_auto_t *object = json_pack("{s:s}", "email", "by scope");

    requested_claims_put(object, &ada, str_from_cstr(granted), target);
    return json_write(arena, object);
}

static void claims_are_told_where_they_were_asked_for(void **state)
{
    static const char granted[] =
        "{\"id_token\":{\"given_name\":null},\"userinfo\":{\"family_name\":null}}";

    assert_str(
        told(*state, granted, CLAIMS_ID_TOKEN), "{\"email\":\"by scope\",\"given_name\":\"Ada\"}");
    assert_str(told(*state, granted, CLAIMS_USERINFO),
        "{\"email\":\"by scope\",\"family_name\":\"Lovelace\"}");
    assert_str(told(*state, NULL, CLAIMS_USERINFO), "{\"email\":\"by scope\"}");
}

static void other_value_than_asked_for_takes_the_claim_out(void **state)
{
    assert_str(told(*state,
                   "{\"userinfo\":{\"email\":{\"value\":\"eve@example.com\"},"
                   "\"phone_number\":null,\"address\":{\"value\":{}}}}",
                   CLAIMS_USERINFO),
        "{}");
    assert_str(told(*state, "{\"userinfo\":{\"email\":{\"values\":[1,\"ada@example.com\"]}}}",
                   CLAIMS_USERINFO),
        "{\"email\":\"ada@example.com\"}");
    assert_str(told(*state, "{\"userinfo\":{\"roles\":{\"value\":[\"auditor\",\"owner\"]}}}",
                   CLAIMS_USERINFO),
        "{\"email\":\"by scope\",\"roles\":[\"auditor\",\"owner\"]}");
}

static void request_grows_by_no_more_than_its_bound_when_it_is_cleaned(void **state)
{
    buf_t text = buf_new(*state, CLAIMS_REQUEST_MAX_LEN);
    const char *reason;

    buf_put(&text, STR("{\"userinfo\":{\"email\":{\"value\":["));
    while (text.len < CLAIMS_REQUEST_MAX_LEN - 16)
        buf_put(&text, STR("1e-9,"));
    buf_put(&text, STR("1]}}}"));
    json_auto_t *request = claims_request_read(buf_str(&text), &reason);
    assert_non_null(request);
    str_t clean = json_write(*state, request);
    assert_true(clean.len > CLAIMS_REQUEST_MAX_LEN);
    assert_int_equal(wishes(*state, arena_cstr(*state, clean), "openid").n, 1);
}

static void names_lead_to_claims_and_tags_to_those_that_people_read(void **state)
{
    (void)state;
    assert_string_equal(claim_find(STR("email"))->scope, "email");
    assert_string_equal(claim_find(STR("name#ja-Kana-JP"))->name, "name");
    assert_null(claim_find(STR("email#de")));
    assert_null(claim_find(STR("#de")));
    assert_null(claim_find(STR("sub")));
    assert_null(claim_find(STR("")));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_what_the_client_may_have_and_no_scope_releases_is_a_wish),
        TEST(wish_is_one_however_often_and_in_whatever_language_it_is_asked_for),
        TEST(only_what_was_granted_is_kept),
        TEST(claims_are_told_where_they_were_asked_for),
        TEST(other_value_than_asked_for_takes_the_claim_out),
        TEST(request_grows_by_no_more_than_its_bound_when_it_is_cleaned),
        TEST(names_lead_to_claims_and_tags_to_those_that_people_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
