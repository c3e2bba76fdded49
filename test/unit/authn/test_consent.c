#include "authn/consent.h"

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

static struct authn_demand demand_for(const char *scope, const char *resource)
{
    return (struct authn_demand){.client_id = STR("shop"),
        .scope = str_from_cstr(scope),
        .resource = str_from_cstr(resource),
        .require_consent = true,
        .max_age_s = AUTHN_NO_MAX_AGE};
}

static bool asks(struct fake_authn *fake, const struct authn_demand *demand,
    struct authn_consent_question *question_out)
{
    struct authn_consent_question local;

    if (question_out == NULL)
        question_out = &local;
    assert_ok(authn_consent_judge(&fake->ctx, demand, STR("anna"), question_out));
    return question_out->ask;
}

static struct authn_granted granted_of(struct fake_authn *fake, const struct authn_demand *demand,
    const char *scope, const char *claims)
{
    struct authn_granted ticked = {str_from_cstr(scope), str_from_cstr(claims)};

    return authn_consent_granted(fake->arena, demand, &ticked);
}

static void remember(struct fake_authn *fake, const struct authn_demand *demand, const char *ticked)
{
    struct authn_granted granted = granted_of(fake, demand, ticked, "");

    assert_ok(authn_consent_remember(&fake->ctx, demand, STR("anna"), &granted));
}

static void remember_claims(
    struct fake_authn *fake, const struct authn_demand *demand, const char *claims)
{
    struct authn_granted granted = granted_of(fake, demand, "", claims);

    assert_ok(authn_consent_remember(&fake->ctx, demand, STR("anna"), &granted));
}

static void unticked_scope_is_not_granted(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_demand demand = demand_for("openid email phone", NULL);

    assert_str(granted_of(fake, &demand, "phone", "").scope, "openid phone");
    assert_str(granted_of(fake, &demand, NULL, NULL).scope, "openid");
}

static void scope_that_was_not_asked_for_cannot_be_ticked(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_demand plain = demand_for("email", NULL);

    assert_str(granted_of(fake, &plain, "openid email roles offline_access", "").scope, "email");
}

static void new_scope_or_resource_is_asked_for(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_demand first = demand_for("openid email", NULL);
    struct authn_demand wider = demand_for("openid email phone", NULL);
    struct authn_demand api = demand_for("openid", "https://api.example.com");

    assert_true(asks(fake, &first, NULL));
    remember(fake, &first, "email");
    assert_false(asks(fake, &first, NULL));
    assert_true(asks(fake, &wider, NULL));
    assert_true(asks(fake, &api, NULL));
    remember(fake, &api, "");
    assert_false(asks(fake, &api, NULL));
    assert_false(asks(fake, &first, NULL));
}

static void api_that_was_declined_is_not_remembered(void **state)
{
    static const struct oauth_scope_record api = {
        .name = STR_INIT("api.read"), .audience = STR_INIT("https://api.example.com")};
    struct fake_authn *fake = *state;
    struct authn_consent_question question;
    struct authn_demand with_scope = demand_for("openid api.read", "https://api.example.com");
    struct authn_demand without = demand_for("openid", "https://api.example.com");

    with_scope.catalogue = without.catalogue = (struct scope_catalogue){&api, 1};
    remember(fake, &with_scope, "");
    assert_true(asks(fake, &without, &question));
    assert_str(question.audiences, "https://api.example.com");
    remember(fake, &with_scope, "api.read");
    assert_false(asks(fake, &without, NULL));
}

static void question_says_what_is_fixed_and_what_was_allowed_before(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_consent_question question;
    struct authn_demand first = demand_for("openid email", NULL);
    struct authn_demand wider = demand_for("openid email phone", NULL);

    remember(fake, &first, "email");
    assert_true(asks(fake, &wider, &question));
    assert_int_equal(question.n_scopes, 3);
    assert_true(question.scopes[0].fixed);
    assert_false(question.scopes[1].fixed);
    assert_true(question.scopes[1].remembered);
    assert_str(question.scopes[2].name, "phone");
    assert_false(question.scopes[2].remembered);
}

static void scope_unticked_later_is_forgotten_and_others_stay(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_demand all = demand_for("openid email phone", NULL);
    struct authn_demand mail = demand_for("openid email", NULL);
    struct authn_demand phone = demand_for("openid phone", NULL);

    remember(fake, &all, "email phone");
    remember(fake, &mail, "");
    assert_true(asks(fake, &mail, NULL));
    assert_false(asks(fake, &phone, NULL));
}

static void client_of_the_house_is_asked_for_only_on_demand(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_demand demand = demand_for("openid offline_access", NULL);

    demand.require_consent = false;
    assert_false(asks(fake, &demand, NULL));
    demand.prompt_consent = true;
    assert_true(asks(fake, &demand, NULL));
}

static void prompt_asks_again_for_what_is_remembered(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_demand demand = demand_for("openid", NULL);

    remember(fake, &demand, "");
    demand.prompt_consent = true;
    assert_true(asks(fake, &demand, NULL));
}

static const struct claims_wish mail_and_phone[] = {
    {STR_INIT("email"), STR_INIT("email"), false},
    {STR_INIT("phone_number"), STR_INIT("phone"), true},
};

static struct authn_demand demand_by_name(const char *scope, size_t n)
{
    struct authn_demand demand = demand_for(scope, NULL);

    demand.claims = (struct claims_wishes){mail_and_phone, n};
    return demand;
}

static void claim_that_was_not_asked_for_cannot_be_ticked(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_demand demand = demand_by_name("openid", 1);

    assert_str(granted_of(fake, &demand, "", "phone_number roles email").claims, "email");
    assert_str(granted_of(fake, &demand, "email", "").claims, "");
    assert_str(granted_of(fake, &demand, NULL, NULL).claims, "");
}

static void claims_by_name_are_asked_for_when_they_grow(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_demand none = demand_for("openid", NULL);
    struct authn_demand one = demand_by_name("openid", 1);
    struct authn_demand two = demand_by_name("openid", 2);
    struct authn_consent_question question;

    remember(fake, &none, "");
    assert_true(asks(fake, &one, NULL));
    remember_claims(fake, &one, "email");
    assert_false(asks(fake, &one, NULL));
    assert_true(asks(fake, &two, &question));
    assert_int_equal(question.claims.n, 2);
    remember_claims(fake, &two, "phone_number");
    assert_true(asks(fake, &two, NULL));
    assert_true(asks(fake, &one, NULL));
    assert_false(asks(fake, &none, NULL));
}

static void claim_of_a_scope_that_was_allowed_is_not_new(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_demand by_scope = demand_for("openid email", NULL);
    struct authn_demand by_name = demand_by_name("openid", 1);

    remember(fake, &by_scope, "email");
    assert_false(asks(fake, &by_name, NULL));
}

static void claim_that_was_declined_is_not_given_by_an_older_scope(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_demand by_scope = demand_for("openid email", NULL);
    struct authn_demand by_name = demand_by_name("openid", 1);

    remember(fake, &by_scope, "email");
    remember_claims(fake, &by_name, "");
    assert_true(asks(fake, &by_name, NULL));
    assert_true(asks(fake, &by_scope, NULL));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(unticked_scope_is_not_granted),
        TEST(scope_that_was_not_asked_for_cannot_be_ticked),
        TEST(new_scope_or_resource_is_asked_for),
        TEST(api_that_was_declined_is_not_remembered),
        TEST(question_says_what_is_fixed_and_what_was_allowed_before),
        TEST(scope_unticked_later_is_forgotten_and_others_stay),
        TEST(client_of_the_house_is_asked_for_only_on_demand),
        TEST(prompt_asks_again_for_what_is_remembered),
        TEST(claim_that_was_not_asked_for_cannot_be_ticked),
        TEST(claims_by_name_are_asked_for_when_they_grow),
        TEST(claim_of_a_scope_that_was_allowed_is_not_new),
        TEST(claim_that_was_declined_is_not_given_by_an_older_scope),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
