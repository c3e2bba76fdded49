#include "authn/form_token.h"
#include "support/unit.h"
#include "unit/authn/fake_authn.h"

static int set_up(void **state)
{
    *state = fake_authn_new();
    return 0;
}

static int tear_down(void **state)
{
    fake_authn_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static void token_fits_nothing_but_its_own_form(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_context *ctx = &fake->ctx;
    str_t browser = fake_token(fake, 'b');
    str_t token = authn_form_token(ctx, "flow", STR("f-1"), browser);

    assert_false(authn_form_token_matches(ctx, "logout", STR("f-1"), browser, token));
    assert_false(authn_form_token_matches(ctx, "flow", STR("f-2"), browser, token));
    assert_false(authn_form_token_matches(ctx, "flow", STR_NONE, browser, token));
    assert_false(authn_form_token_matches(ctx, "flow", STR("f-1"), fake_token(fake, 'c'), token));
    assert_true(authn_form_token_matches(ctx, "flow", STR("f-1"), browser, token));
}

static void absent_and_malformed_values_fit_nothing(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_context *ctx = &fake->ctx;
    str_t browser = fake_token(fake, 'b');
    str_t token = authn_form_token(ctx, "flow", STR("f-1"), browser);
    str_t of_nobody = authn_form_token(ctx, "flow", STR("f-1"), STR_NONE);

    assert_false(authn_form_token_matches(ctx, "flow", STR("f-1"), STR_NONE, of_nobody));
    assert_false(authn_form_token_matches(ctx, "flow", STR("f-1"), STR(""), of_nobody));
    assert_false(authn_form_token_matches(ctx, "flow", STR("f-1"), browser, STR_NONE));
    assert_false(authn_form_token_matches(ctx, "flow", STR("f-1"), browser, STR("")));
    assert_false(authn_form_token_matches(
        ctx, "flow", STR("f-1"), browser, str_first(token, token.len - 1)));
}

static void token_of_another_key_fits_nothing(void **state)
{
    struct fake_authn *fake = *state;
    str_t browser = fake_token(fake, 'b');
    str_t token = authn_form_token(&fake->ctx, "flow", STR("f-1"), browser);

    fake->settings.form_key[0] ^= 1;
    assert_false(authn_form_token_matches(&fake->ctx, "flow", STR("f-1"), browser, token));
}

static void parts_cannot_be_moved_over_their_border(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_context *ctx = &fake->ctx;

    assert_false(str_eq(authn_form_token(ctx, "flow", STR("ab"), STR("c")),
        authn_form_token(ctx, "flow", STR("a"), STR("bc"))));
}

static void browser_secrets_are_tokens_and_differ(void **state)
{
    struct fake_authn *fake = *state;
    str_t one = authn_browser_secret(&fake->ctx);

    assert_true(authn_token_well_formed(one));
    assert_false(str_eq(one, authn_browser_secret(&fake->ctx)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(token_fits_nothing_but_its_own_form),
        TEST(absent_and_malformed_values_fit_nothing),
        TEST(token_of_another_key_fits_nothing),
        TEST(parts_cannot_be_moved_over_their_border),
        TEST(browser_secrets_are_tokens_and_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
