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

static void remember(struct fake_authn *fake, const struct authn_demand *demand, const char *ticked)
{
    str_t granted = authn_consent_granted(fake->arena, demand, str_from_cstr(ticked));

    assert_ok(authn_consent_remember(&fake->ctx, demand, STR("anna"), granted));
}

static void unticked_scope_is_not_granted(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_demand demand = demand_for("openid email phone", NULL);

    assert_str(authn_consent_granted(fake->arena, &demand, STR("phone")), "openid phone");
    assert_str(authn_consent_granted(fake->arena, &demand, STR_NONE), "openid");
}

static void scope_that_was_not_asked_for_cannot_be_ticked(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_demand plain = demand_for("email", NULL);

    assert_str(authn_consent_granted(fake->arena, &plain, STR("openid email roles offline_access")),
        "email");
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(unticked_scope_is_not_granted),
        TEST(scope_that_was_not_asked_for_cannot_be_ticked),
        TEST(new_scope_or_resource_is_asked_for),
        TEST(question_says_what_is_fixed_and_what_was_allowed_before),
        TEST(scope_unticked_later_is_forgotten_and_others_stay),
        TEST(client_of_the_house_is_asked_for_only_on_demand),
        TEST(prompt_asks_again_for_what_is_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
