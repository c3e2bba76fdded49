#include "authn/flow.h"
#include "authn/judge.h"
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

static const struct authn_demand plain = {
    .client_id = STR_INIT("shop"), .scope = STR_INIT("openid"), .max_age_s = AUTHN_NO_MAX_AGE};

static const struct authn_session anna = {.id = STR_INIT("s-1"),
    .user_id = STR_INIT("anna"),
    .auth_time = FAKE_NOW - 100,
    .amr = STR_INIT("pwd"),
    .acr = STR_INIT("urn:tessera:acr:1fa"),
    .seen_at = FAKE_NOW,
    .expires_at = FAKE_NOW + 1000};

/* A flow of this moment in which the session with this id acted. */
static struct authn_flow flow_of(const char *session_id)
{
    return (struct authn_flow){
        .record = {.session_id = str_from_cstr(session_id), .created_at = FAKE_NOW}};
}

static struct authn_verdict judge(struct fake_authn *fake, const struct authn_demand *demand,
    const struct authn_flow *flow, const struct authn_session *session)
{
    struct authn_verdict verdict;

    assert_ok(authn_judge(&fake->ctx, demand, flow, session, &verdict));
    return verdict;
}

static void assert_verdict(
    struct authn_verdict verdict, enum authn_need need, enum oauth_error_code error)
{
    assert_int_equal(verdict.need, need);
    assert_int_equal(verdict.error, error);
}

static void nobody_must_sign_in(void **state)
{
    assert_verdict(judge(*state, &plain, NULL, NULL), AUTHN_NEED_SIGN_IN, OAUTH_LOGIN_REQUIRED);
}

static void prompt_login_is_not_satisfied_by_an_old_session(void **state)
{
    struct authn_demand demand = plain;
    struct authn_flow foreign = flow_of("s-2"), own = flow_of("s-1");

    demand.prompt_login = true;
    assert_verdict(judge(*state, &demand, NULL, &anna), AUTHN_NEED_SIGN_IN, OAUTH_LOGIN_REQUIRED);
    assert_verdict(
        judge(*state, &demand, &foreign, &anna), AUTHN_NEED_SIGN_IN, OAUTH_LOGIN_REQUIRED);
    assert_int_equal(judge(*state, &demand, &own, &anna).need, AUTHN_NEED_NOTHING);
}

static void max_age_of_zero_is_prompt_login(void **state)
{
    struct authn_demand demand = plain;
    struct authn_session this_second = anna;

    demand.max_age_s = 0;
    this_second.auth_time = FAKE_NOW;
    assert_int_equal(judge(*state, &demand, NULL, &this_second).need, AUTHN_NEED_SIGN_IN);
}

static void sign_in_older_than_max_age_is_refused(void **state)
{
    struct authn_demand demand = plain;

    demand.max_age_s = 99;
    assert_int_equal(judge(*state, &demand, NULL, &anna).need, AUTHN_NEED_SIGN_IN);
    demand.max_age_s = 100;
    assert_int_equal(judge(*state, &demand, NULL, &anna).need, AUTHN_NEED_NOTHING);
}

static void wrong_person_has_one_chance(void **state)
{
    struct authn_demand demand = plain;
    struct authn_flow own = flow_of("s-1");

    demand.expected_subjects = (str_array_t){(const str_t[]){STR("carl"), STR("bert")}, 2};
    assert_verdict(judge(*state, &demand, NULL, &anna), AUTHN_NEED_SIGN_IN, OAUTH_LOGIN_REQUIRED);
    assert_verdict(judge(*state, &demand, &own, &anna), AUTHN_NEED_REFUSAL, OAUTH_LOGIN_REQUIRED);
}

static void one_of_several_expected_people_is_content(void **state)
{
    struct authn_demand demand = plain;

    demand.expected_subjects = (str_array_t){(const str_t[]){STR("carl"), STR("anna")}, 2};
    assert_int_equal(judge(*state, &demand, NULL, &anna).need, AUTHN_NEED_NOTHING);
}

static void expected_person_is_named_as_the_client_knows_them(void **state)
{
    static const uint8_t secret[OAUTH_SECRET_BYTES] = {7};
    struct authn_demand demand = plain;
    AUTO_ARENA arena = arena_new(1 << 16);

    demand.sector = (struct oauth_sector){STR("shop.example"), secret};
    demand.expected_subjects = (str_array_t){(const str_t[]){STR("anna")}, 1};
    assert_int_equal(judge(*state, &demand, NULL, &anna).need, AUTHN_NEED_SIGN_IN);
    str_t name = subject_identifier(arena, &demand.sector, STR("anna"));
    demand.expected_subjects = (str_array_t){&name, 1};
    assert_int_equal(judge(*state, &demand, NULL, &anna).need, AUTHN_NEED_NOTHING);
}

static void essential_class_that_is_missed_is_refused(void **state)
{
    struct authn_demand demand = plain;

    demand.acr_values = STR("urn:tessera:acr:2fa");
    assert_int_equal(judge(*state, &demand, NULL, &anna).need, AUTHN_NEED_NOTHING);
    demand.acr_essential = true;
    assert_verdict(judge(*state, &demand, NULL, &anna), AUTHN_NEED_REFUSAL,
        OAUTH_UNMET_AUTHENTICATION_REQUIREMENTS);
}

static void consent_is_asked_for_and_holds_in_its_flow_only(void **state)
{
    struct authn_demand demand = plain;
    struct authn_flow own = flow_of("s-1"), foreign = flow_of("s-2");

    demand.scope = STR("openid email");
    demand.require_consent = true;
    own.record.consented_scope = foreign.record.consented_scope = STR("openid");
    own.record.consented_claims = STR("phone_number");
    assert_verdict(judge(*state, &demand, NULL, &anna), AUTHN_NEED_CONSENT, OAUTH_CONSENT_REQUIRED);
    assert_int_equal(judge(*state, &demand, &foreign, &anna).need, AUTHN_NEED_CONSENT);
    struct authn_verdict given = judge(*state, &demand, &own, &anna);
    assert_int_equal(given.need, AUTHN_NEED_NOTHING);
    assert_str(given.granted.scope, "openid");
    assert_str(given.granted.claims, "phone_number");
}

static void satisfied_demand_gives_what_was_asked_for(void **state)
{
    struct authn_verdict verdict = judge(*state, &plain, NULL, &anna);

    assert_verdict(verdict, AUTHN_NEED_NOTHING, OAUTH_NO_ERROR);
    assert_str(verdict.granted.scope, "openid");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nobody_must_sign_in),
        TEST(prompt_login_is_not_satisfied_by_an_old_session),
        TEST(max_age_of_zero_is_prompt_login),
        TEST(sign_in_older_than_max_age_is_refused),
        TEST(wrong_person_has_one_chance),
        TEST(one_of_several_expected_people_is_content),
        TEST(expected_person_is_named_as_the_client_knows_them),
        TEST(essential_class_that_is_missed_is_refused),
        TEST(consent_is_asked_for_and_holds_in_its_flow_only),
        TEST(satisfied_demand_gives_what_was_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
