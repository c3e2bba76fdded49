#include "oauth/token_style.h"

#include "support/unit.h"

static const struct oauth_client client = {
    .access_token_format = TOKEN_JWT, .access_token_alg = "ES256"};
static const struct oauth_scope_record scopes[] = {
    {.name = STR_INIT("plain"), .audience = STR_INIT("https://plain.example")},
    {.name = STR_INIT("old.read"),
        .audience = STR_INIT("https://old.example"),
        .token = {.typ = STR_INIT("JWT"), .alg = STR_INIT("RS256")}},
    {.name = STR_INIT("old.write"),
        .audience = STR_INIT("https://old.example"),
        .token = {.typ = STR_INIT("JWT"), .alg = STR_INIT("RS256")}},
    {.name = STR_INIT("strict"),
        .audience = STR_INIT("https://strict.example"),
        .token = {.typ = STR_INIT("at+jwt")}},
    {.name = STR_INIT("secret"),
        .audience = STR_INIT("https://secret.example"),
        .token = {.format = STR_INIT("opaque")}},
    {.name = STR_INIT("open"),
        .audience = STR_INIT("https://open.example"),
        .token = {.format = STR_INIT("jwt")}},
};
static const struct scope_catalogue catalogue = {scopes, sizeof scopes / sizeof *scopes};

static struct oauth_error choose(const char *audience, struct token_style *style)
{
    return token_style_choose(&catalogue, &client, str_from_cstr(audience), style);
}

static void apis_that_want_different_things_share_no_token(void **state)
{
    struct token_style style;

    (void)state;
    assert_int_equal(
        choose("https://old.example https://strict.example", &style).code, OAUTH_INVALID_TARGET);
    assert_int_equal(
        choose("https://open.example https://secret.example", &style).code, OAUTH_INVALID_TARGET);
}

static void without_a_wish_the_client_chooses(void **state)
{
    struct token_style style;

    (void)state;
    assert_false(oauth_failed(choose("https://id.example https://plain.example", &style)));
    assert_int_equal(style.format, TOKEN_JWT);
    assert_string_equal(style.typ, "at+jwt");
    assert_string_equal(style.alg, "ES256");
}

static void wish_of_an_api_stands_above_the_client(void **state)
{
    const struct oauth_client opaque = {
        .access_token_format = TOKEN_OPAQUE, .access_token_alg = "ES256"};
    struct token_style style;

    (void)state;
    assert_false(oauth_failed(choose("https://plain.example https://old.example", &style)));
    assert_string_equal(style.typ, "JWT");
    assert_string_equal(style.alg, "RS256");
    assert_false(oauth_failed(choose("https://secret.example", &style)));
    assert_int_equal(style.format, TOKEN_OPAQUE);
    assert_false(
        oauth_failed(token_style_choose(&catalogue, &opaque, STR("https://open.example"), &style)));
    assert_int_equal(style.format, TOKEN_JWT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(apis_that_want_different_things_share_no_token),
        cmocka_unit_test(without_a_wish_the_client_chooses),
        cmocka_unit_test(wish_of_an_api_stands_above_the_client),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
