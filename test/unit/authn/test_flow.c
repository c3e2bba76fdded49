#include "authn/flow.h"

#include "authn/entry.h"
#include "authn/session.h"
#include "support/unit.h"
#include "unit/authn/fake_authn.h"

static const struct authn_demand shop = {
    .client_id = STR_INIT("shop"),
    .scope = STR_INIT("openid email"),
    .require_consent = true,
    .max_age_s = AUTHN_NO_MAX_AGE,
};

static int set_up(void **state)
{
    *state = fake_authn_new();
    fake_person(*state, "anna@example.com");
    return 0;
}

static int tear_down(void **state)
{
    fake_authn_free(*state);
    return 0;
}

static struct authn_flow *start(struct fake_authn *fake)
{
    struct authn_flow *flow = NULL;

    assert_ok(authn_flow_start(
        &fake->ctx, AUTHN_FLOW_FOR_CLIENT, STR("client_id=shop"), fake_token(fake, 'b'), &flow));
    return flow;
}

static const struct authn_session *session_of(struct fake_authn *fake, const char *user_id)
{
    const struct authn_session *session = NULL;
    str_t token;

    assert_ok(authn_session_start(
        &fake->ctx, str_from_cstr(user_id), STR("pwd"), NULL, &session, &token));
    return session;
}

static enum authn_page step(struct fake_authn *fake, struct authn_flow *flow,
    const struct authn_demand *demand, const struct authn_session *session,
    struct authn_step *step_out)
{
    struct authn_step local;

    if (step_out == NULL)
        step_out = &local;
    assert_ok(authn_flow_step(&fake->ctx, flow, demand, session, step_out));
    return step_out->page;
}

static bool sign_in_here(
    struct fake_authn *fake, struct authn_flow *flow, const struct authn_session *session)
{
    bool kept = false;

    assert_ok(authn_flow_signed_in(&fake->ctx, flow, session, &kept));
    return kept;
}

static bool allow(struct fake_authn *fake, struct authn_flow *flow,
    const struct authn_demand *demand, const struct authn_session *session, const char *ticked)
{
    struct authn_granted ticks = {str_from_cstr(ticked), STR("")};
    bool kept = false;

    assert_ok(authn_flow_allow(&fake->ctx, flow, demand, session, &ticks, &kept));
    return kept;
}

static void flow_of_another_browser_is_unknown(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_flow *flow = start(fake);
    struct authn_flow *loaded = NULL;

    assert_ok(authn_flow_load(&fake->ctx, flow->record.id, fake_token(fake, 'x'), &loaded));
    assert_null(loaded);
    assert_ok(authn_flow_load(&fake->ctx, flow->record.id, STR_NONE, &loaded));
    assert_null(loaded);
    assert_ok(authn_flow_load(&fake->ctx, STR("short"), fake_token(fake, 'b'), &loaded));
    assert_null(loaded);
    assert_ok(authn_flow_load(&fake->ctx, flow->record.id, fake_token(fake, 'b'), &loaded));
    assert_non_null(loaded);
    assert_str(loaded->record.request, "client_id=shop");
}

static void expired_flow_is_unknown(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_flow *flow = start(fake);
    struct authn_flow *loaded = NULL;

    fake->ctx.now += fake->settings.flow_lifetime_s;
    assert_ok(authn_flow_load(&fake->ctx, flow->record.id, fake_token(fake, 'b'), &loaded));
    assert_null(loaded);
}

static void nobody_signed_in_is_asked_to_sign_in(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_flow *flow = start(fake);
    struct authn_step out;

    assert_int_equal(step(fake, flow, &shop, NULL, &out), AUTHN_PAGE_SIGN_IN);
    assert_int_equal(out.verdict.error, OAUTH_LOGIN_REQUIRED);
    assert_int_equal(fake->calls.flow_advance, 0);
}

static void one_flow_answers_once(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_flow *flow = start(fake);
    struct authn_flow *tab = NULL;
    const struct authn_session *session = session_of(fake, "anna");
    struct authn_step out;

    assert_true(sign_in_here(fake, flow, session));
    assert_int_equal(step(fake, flow, &shop, session, NULL), AUTHN_PAGE_CONSENT);
    assert_true(allow(fake, flow, &shop, session, "email"));
    assert_ok(authn_flow_load(&fake->ctx, flow->record.id, fake_token(fake, 'b'), &tab));
    assert_int_equal(step(fake, flow, &shop, session, &out), AUTHN_PAGE_ANSWER);
    assert_str(out.verdict.granted.scope, "openid email");
    assert_int_equal(step(fake, tab, &shop, session, NULL), AUTHN_PAGE_OVER);
    assert_int_equal(step(fake, flow, &shop, session, NULL), AUTHN_PAGE_OVER);
    assert_ok(authn_flow_answered(&fake->ctx, flow));
    assert_int_equal(flow->state, AUTHN_FLOW_DONE);
    assert_false(sign_in_here(fake, flow, session));
}

struct racer {
    struct fake_authn *fake;
    str_t flow_id;
    const struct authn_session *session;
    pthread_barrier_t *barrier;
    int answers;
};

static void *race(void *argument)
{
    struct racer *racer = argument;
    AUTO_ARENA arena = arena_new(1u << 20);
    struct authn_context ctx = racer->fake->ctx;
    struct authn_demand demand = shop;
    struct authn_flow *flow = NULL;
    struct authn_step out;
    char secret[43];

    memset(secret, 'b', sizeof secret);
    demand.require_consent = false;
    ctx.arena = arena;
    if (!result_ok(authn_flow_load(&ctx, racer->flow_id, (str_t){secret, 43}, &flow)) || !flow)
        abort();
    pthread_barrier_wait(racer->barrier);
    if (!result_ok(authn_flow_step(&ctx, flow, &demand, racer->session, &out)))
        abort();
    racer->answers = out.page == AUTHN_PAGE_ANSWER;
    return NULL;
}

static void of_sixteen_racing_steps_one_answers(void **state)
{
    struct fake_authn *fake = *state;
    pthread_barrier_t barrier;
    pthread_t threads[16];
    struct racer racers[16];
    int answers = 0;

    pthread_barrier_init(&barrier, NULL, 16);
    struct authn_flow *flow = start(fake);
    const struct authn_session *session = session_of(fake, "anna");
    for (size_t i = 0; i < 16; i++) {
        racers[i] = (struct racer){fake, flow->record.id, session, &barrier, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
    }
    for (size_t i = 0; i < 16; i++) {
        pthread_join(threads[i], NULL);
        answers += racers[i].answers;
    }
    pthread_barrier_destroy(&barrier);
    assert_int_equal(answers, 1);
}

static void refusal_by_the_person_ends_the_flow_once(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_flow *flow = start(fake);
    const struct authn_session *session = session_of(fake, "anna");
    bool denied = false;

    assert_int_equal(step(fake, flow, &shop, session, NULL), AUTHN_PAGE_CONSENT);
    assert_ok(authn_flow_deny(&fake->ctx, flow, &shop, session, &denied));
    assert_true(denied);
    assert_true(fake_audited(fake, "consent.denied"));
    assert_ok(authn_flow_deny(&fake->ctx, flow, &shop, session, &denied));
    assert_false(denied);
    assert_int_equal(step(fake, flow, &shop, session, NULL), AUTHN_PAGE_OVER);
    assert_int_equal(fake->n_consents, 0);
}

static void consent_page_skipped_is_no_consent(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_flow *flow = start(fake);
    const struct authn_session *session = session_of(fake, "anna");

    assert_true(sign_in_here(fake, flow, session));
    assert_false(allow(fake, flow, &shop, session, "openid email"));
    assert_int_equal(step(fake, flow, &shop, session, NULL), AUTHN_PAGE_CONSENT);
}

static void consent_of_one_person_does_not_count_for_the_next(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_flow *flow = start(fake);
    const struct authn_session *anna = session_of(fake, "anna");
    const struct authn_session *bert = session_of(fake, "bert");

    assert_int_equal(step(fake, flow, &shop, anna, NULL), AUTHN_PAGE_CONSENT);
    /* The page named anna; bert has signed in in another tab before the button was pressed. */
    assert_false(allow(fake, flow, &shop, bert, "email"));
    assert_true(allow(fake, flow, &shop, anna, "email"));
    assert_int_equal(step(fake, flow, &shop, bert, NULL), AUTHN_PAGE_CONSENT);
    assert_false(str_present(flow->record.consented_scope));
}

static void session_that_ended_meanwhile_leads_back_to_sign_in(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_flow *flow = start(fake);
    const struct authn_session *session = session_of(fake, "anna");

    assert_int_equal(step(fake, flow, &shop, session, NULL), AUTHN_PAGE_CONSENT);
    assert_int_equal(step(fake, flow, &shop, NULL, NULL), AUTHN_PAGE_SIGN_IN);
    assert_int_equal(flow->state, AUTHN_FLOW_IDENTIFY);
}

static void login_prompt_is_not_satisfied_by_an_older_session(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_demand demand = shop;
    const struct authn_session *old = session_of(fake, "anna");
    struct authn_flow *flow = start(fake);

    demand.prompt_login = true;
    demand.require_consent = false;
    assert_int_equal(step(fake, flow, &demand, old, NULL), AUTHN_PAGE_SIGN_IN);
    const struct authn_session *fresh = session_of(fake, "anna");
    assert_int_equal(step(fake, flow, &demand, fresh, NULL), AUTHN_PAGE_SIGN_IN);
    assert_true(sign_in_here(fake, flow, fresh));
    assert_int_equal(step(fake, flow, &demand, fresh, NULL), AUTHN_PAGE_ANSWER);
}

static void max_age_zero_is_a_login_prompt(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_demand demand = shop;
    const struct authn_session *session = session_of(fake, "anna");
    struct authn_flow *flow = start(fake);

    demand.max_age_s = 0;
    assert_int_equal(step(fake, flow, &demand, session, NULL), AUTHN_PAGE_SIGN_IN);
}

static void max_age_is_counted_back_from_the_request(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_demand demand = shop;
    const struct authn_session *session = session_of(fake, "anna");

    demand.max_age_s = 100;
    fake->ctx.now += 101;
    struct authn_flow *late = start(fake);
    assert_int_equal(step(fake, late, &demand, session, NULL), AUTHN_PAGE_SIGN_IN);
    fake->ctx.now -= 1;
    struct authn_flow *flow = start(fake);
    fake->ctx.now += 500; /* reading */
    assert_int_equal(step(fake, flow, &demand, session, NULL), AUTHN_PAGE_CONSENT);
}

static void use_another_account_wants_a_sign_in_whoever_is_signed_in(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_flow *flow = start(fake);
    const struct authn_session *anna = session_of(fake, "anna");
    bool switched = false;

    assert_int_equal(step(fake, flow, &shop, anna, NULL), AUTHN_PAGE_CONSENT);
    assert_ok(authn_flow_switch_person(&fake->ctx, flow, &switched));
    assert_true(switched);
    assert_int_equal(step(fake, flow, &shop, anna, NULL), AUTHN_PAGE_SIGN_IN);
    const struct authn_session *bert = session_of(fake, "bert");
    assert_true(sign_in_here(fake, flow, bert));
    assert_int_equal(step(fake, flow, &shop, bert, NULL), AUTHN_PAGE_CONSENT);
}

static void wrong_person_may_sign_in_again_and_is_then_refused(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_demand demand = shop;
    const struct authn_session *bert = session_of(fake, "bert");
    struct authn_flow *flow = start(fake);
    struct authn_step out;

    demand.expected_subjects = (str_array_t){(const str_t[]){STR("anna")}, 1};
    assert_int_equal(step(fake, flow, &demand, bert, NULL), AUTHN_PAGE_SIGN_IN);
    assert_true(sign_in_here(fake, flow, bert));
    assert_int_equal(step(fake, flow, &demand, bert, &out), AUTHN_PAGE_REFUSE);
    assert_int_equal(out.verdict.error, OAUTH_LOGIN_REQUIRED);
    assert_int_equal(step(fake, flow, &demand, bert, NULL), AUTHN_PAGE_OVER);
}

static void essential_acr_out_of_reach_is_refused_and_a_voluntary_one_is_not(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_demand demand = shop;
    const struct authn_session *session = session_of(fake, "anna");
    struct authn_step out;

    demand.acr_values = STR("urn:tessera:acr:phr urn:tessera:acr:2fa");
    assert_int_equal(step(fake, start(fake), &demand, session, NULL), AUTHN_PAGE_CONSENT);
    demand.acr_essential = true;
    assert_int_equal(step(fake, start(fake), &demand, session, &out), AUTHN_PAGE_REFUSE);
    assert_int_equal(out.verdict.error, OAUTH_UNMET_AUTHENTICATION_REQUIREMENTS);
    demand.acr_values = STR("urn:tessera:acr:phr urn:tessera:acr:1fa");
    assert_int_equal(step(fake, start(fake), &demand, session, NULL), AUTHN_PAGE_CONSENT);
}

static void state_that_nobody_wrote_is_corrupt(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_flow *flow = start(fake);
    struct authn_flow *loaded = NULL;

    fake->flows[0].state = STR("factor2");
    assert_result(authn_flow_load(&fake->ctx, flow->record.id, fake_token(fake, 'b'), &loaded),
        RESULT_CORRUPT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static void flow_of_our_own_asks_for_nothing_but_the_sign_in(void **state)
{
    struct fake_authn *fake = *state;
    const struct authn_entry entry = {.name = "account", .path = "/account"};
    const struct authn_demand demand = authn_entry_demand(&entry);
    struct authn_flow *flow = NULL;

    assert_ok(authn_flow_start(&fake->ctx, AUTHN_FLOW_FOR_US,
        authn_entry_write(fake->arena, &entry), fake_token(fake, 'b'), &flow));
    assert_int_equal(step(fake, flow, &demand, NULL, NULL), AUTHN_PAGE_SIGN_IN);
    assert_int_equal(step(fake, flow, &demand, session_of(fake, "anna"), NULL), AUTHN_PAGE_ANSWER);
    assert_int_equal(flow->target, AUTHN_FLOW_FOR_US);
    assert_int_equal(step(fake, flow, &demand, session_of(fake, "anna"), NULL), AUTHN_PAGE_OVER);
}

static void fresh_entry_takes_no_sign_in_of_five_minutes_ago(void **state)
{
    struct fake_authn *fake = *state;
    const struct authn_entry entry = {.name = "account", .path = "/account", .fresh = true};
    const struct authn_demand demand = authn_entry_demand(&entry);
    const struct authn_session *session = session_of(fake, "anna");
    struct authn_verdict verdict;

    fake->ctx.now += AUTHN_ENTRY_FRESH_S;
    assert_ok(authn_judge(&fake->ctx, &demand, NULL, session, &verdict));
    assert_int_equal(verdict.need, AUTHN_NEED_NOTHING);
    fake->ctx.now++;
    assert_ok(authn_judge(&fake->ctx, &demand, NULL, session, &verdict));
    assert_int_equal(verdict.need, AUTHN_NEED_SIGN_IN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(flow_of_our_own_asks_for_nothing_but_the_sign_in),
        TEST(fresh_entry_takes_no_sign_in_of_five_minutes_ago),
        TEST(flow_of_another_browser_is_unknown),
        TEST(expired_flow_is_unknown),
        TEST(nobody_signed_in_is_asked_to_sign_in),
        TEST(one_flow_answers_once),
        TEST(of_sixteen_racing_steps_one_answers),
        TEST(refusal_by_the_person_ends_the_flow_once),
        TEST(consent_page_skipped_is_no_consent),
        TEST(consent_of_one_person_does_not_count_for_the_next),
        TEST(session_that_ended_meanwhile_leads_back_to_sign_in),
        TEST(login_prompt_is_not_satisfied_by_an_older_session),
        TEST(max_age_zero_is_a_login_prompt),
        TEST(max_age_is_counted_back_from_the_request),
        TEST(use_another_account_wants_a_sign_in_whoever_is_signed_in),
        TEST(wrong_person_may_sign_in_again_and_is_then_refused),
        TEST(essential_acr_out_of_reach_is_refused_and_a_voluntary_one_is_not),
        TEST(state_that_nobody_wrote_is_corrupt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
