#include "authn/session.h"

#include "authn/acr.h"
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

static str_t session_for(struct fake_authn *fake, const char *user_id)
{
    const struct authn_session *session = NULL;
    str_t token = STR_NONE;

    assert_ok(authn_session_start(
        &fake->ctx, str_from_cstr(user_id), STR("pwd"), NULL, &session, &token));
    return token;
}

static const struct authn_session *find(struct fake_authn *fake, str_t token)
{
    const struct authn_session *session = NULL;

    assert_ok(authn_session_find(&fake->ctx, token, &session));
    return session;
}

static void malformed_cookie_is_nobody(void **state)
{
    struct fake_authn *fake = *state;

    session_for(fake, "anna");
    assert_null(find(fake, STR_NONE));
    assert_null(find(fake, STR("")));
    assert_null(find(fake, fake->sessions[0].id));
    assert_null(find(fake, STR("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")));
    assert_null(find(fake, fake_token(fake, 'z')));
}

static void digest_in_the_cookie_is_nobody(void **state)
{
    struct fake_authn *fake = *state;

    session_for(fake, "anna");
    assert_null(find(fake, fake->sessions[0].token_digest));
}

static void idle_session_is_over(void **state)
{
    struct fake_authn *fake = *state;
    str_t token = session_for(fake, "anna");

    fake->ctx.now += fake->settings.session_idle_s;
    assert_non_null(find(fake, token));
    fake->ctx.now += fake->settings.session_idle_s + 1;
    assert_null(find(fake, token));
}

static void used_session_is_over_at_its_absolute_end(void **state)
{
    struct fake_authn *fake = *state;
    str_t token = session_for(fake, "anna");

    for (int64_t t = 1800; t < fake->settings.session_max_s; t += 1800) {
        fake->ctx.now = FAKE_NOW + t;
        assert_non_null(find(fake, token));
    }
    fake->ctx.now = FAKE_NOW + fake->settings.session_max_s;
    assert_null(find(fake, token));
}

static void session_is_written_at_most_once_a_minute(void **state)
{
    struct fake_authn *fake = *state;
    str_t token = session_for(fake, "anna");

    for (int i = 0; i < 59; i++) {
        fake->ctx.now++;
        find(fake, token);
    }
    assert_int_equal(fake->calls.session_touch, 0);
    fake->ctx.now++;
    find(fake, token);
    assert_int_equal(fake->calls.session_touch, 1);
}

static void ended_session_is_nobody(void **state)
{
    struct fake_authn *fake = *state;
    str_t token = session_for(fake, "anna");

    assert_ok(authn_session_end(&fake->ctx, find(fake, token)));
    assert_null(find(fake, token));
    assert_true(fake_audited(fake, "session.end"));
}

static void all_but_one_session_of_a_person_end(void **state)
{
    struct fake_authn *fake = *state;
    str_t here = session_for(fake, "anna");
    str_t there = session_for(fake, "anna");
    str_t bert = session_for(fake, "bert");

    assert_ok(authn_session_end_all(&fake->ctx, STR("anna"), find(fake, here)->id));
    assert_non_null(find(fake, here));
    assert_null(find(fake, there));
    assert_non_null(find(fake, bert));
}

static const struct authn_session *sign_in_again(
    struct fake_authn *fake, const char *user_id, str_t token, str_t *token_out)
{
    const struct authn_session *session = NULL;

    assert_ok(authn_session_start(&fake->ctx, str_from_cstr(user_id), STR("pwd otp mfa"),
        find(fake, token), &session, token_out));
    return session;
}

static void token_never_survives_a_sign_in(void **state)
{
    struct fake_authn *fake = *state;
    str_t before = session_for(fake, "anna");
    str_t after;

    sign_in_again(fake, "anna", before, &after);
    assert_null(find(fake, before));
    assert_str(find(fake, after)->amr, "pwd otp mfa");
}

static void session_of_another_person_ends(void **state)
{
    struct fake_authn *fake = *state;
    str_t before = session_for(fake, "anna");
    str_t id = find(fake, before)->id, after;

    assert_false(str_eq(sign_in_again(fake, "bert", before, &after)->id, id));
    assert_null(find(fake, before));
    assert_int_equal(fake->n_sessions, 1);
}

static void session_that_ended_meanwhile_does_not_come_back(void **state)
{
    struct fake_authn *fake = *state;
    str_t token = session_for(fake, "anna");
    const struct authn_session current = *find(fake, token), *session = NULL;
    str_t after;

    assert_ok(authn_session_end(&fake->ctx, &current));
    assert_ok(authn_session_start(&fake->ctx, STR("anna"), STR("pwd"), &current, &session, &after));
    assert_false(str_eq(session->id, current.id));
    assert_non_null(find(fake, after));
}

static void session_of_the_same_person_keeps_its_id(void **state)
{
    struct fake_authn *fake = *state;
    str_t before = session_for(fake, "anna");
    str_t id = find(fake, before)->id, after;

    assert_true(str_eq(sign_in_again(fake, "anna", before, &after)->id, id));
    assert_int_equal(fake->n_sessions, 1);
}

static void hostile_user_agent_is_cut_or_left_out(void **state)
{
    struct fake_authn *fake = *state;
    char long_agent[400];

    fake->ctx.user_agent = STR("evil\nline");
    session_for(fake, "anna");
    assert_str(fake->sessions[0].user_agent, "");
    memset(long_agent, 'a', sizeof long_agent);
    memcpy(long_agent + 255, "\xC3\xB6", 2); /* the cut would fall into a character */
    fake->ctx.user_agent = (str_t){long_agent, sizeof long_agent};
    session_for(fake, "anna");
    assert_int_equal(fake->sessions[1].user_agent.len, 255);
}

static void form_token_is_bound_to_form_subject_and_browser(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_context *ctx = &fake->ctx;
    str_t browser = authn_browser_secret(ctx);
    str_t token = authn_form_token(ctx, "flow", STR("f1"), browser);

    assert_true(authn_form_token_matches(ctx, "flow", STR("f1"), browser, token));
    assert_false(authn_form_token_matches(ctx, "logout", STR("f1"), browser, token));
    assert_false(authn_form_token_matches(ctx, "flow", STR("f2"), browser, token));
    assert_false(authn_form_token_matches(ctx, "flow", STR("f1"), fake_token(fake, 'x'), token));
    assert_false(authn_form_token_matches(ctx, "flow", STR("f1"), STR_NONE, token));
    assert_false(authn_form_token_matches(ctx, "flow", STR("f1"), browser, STR_NONE));
    fake->settings.form_key[0] ^= 1;
    assert_false(authn_form_token_matches(ctx, "flow", STR("f1"), browser, token));
}

static void acr_is_never_higher_than_its_methods(void **state)
{
    (void)state;
    assert_int_equal(authn_acr_of(STR("")), AUTHN_ACR_NONE);
    assert_int_equal(authn_acr_of(STR("pwd")), AUTHN_ACR_1FA);
    assert_int_equal(authn_acr_of(STR("otp sms")), AUTHN_ACR_1FA);
    assert_int_equal(authn_acr_of(STR("pwd otp mfa")), AUTHN_ACR_2FA);
    assert_int_equal(authn_acr_of(STR("hwk")), AUTHN_ACR_PHR);
    assert_int_equal(authn_acr_from_name(STR("urn:tessera:acr:3fa")), AUTHN_ACR_NONE);
    assert_int_equal(authn_acr_wanted(STR("0 urn:mace:x")), AUTHN_ACR_NONE);
    assert_int_equal(
        authn_acr_wanted(STR("urn:tessera:acr:phr urn:tessera:acr:2fa")), AUTHN_ACR_2FA);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(malformed_cookie_is_nobody),
        TEST(digest_in_the_cookie_is_nobody),
        TEST(idle_session_is_over),
        TEST(used_session_is_over_at_its_absolute_end),
        TEST(session_is_written_at_most_once_a_minute),
        TEST(ended_session_is_nobody),
        TEST(all_but_one_session_of_a_person_end),
        TEST(token_never_survives_a_sign_in),
        TEST(session_of_another_person_ends),
        TEST(session_that_ended_meanwhile_does_not_come_back),
        TEST(session_of_the_same_person_keeps_its_id),
        TEST(hostile_user_agent_is_cut_or_left_out),
        TEST(form_token_is_bound_to_form_subject_and_browser),
        TEST(acr_is_never_higher_than_its_methods),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
