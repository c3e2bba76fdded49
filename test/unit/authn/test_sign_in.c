#include "authn/sign_in.h"

#include "authn/session.h"
#include "support/unit.h"
#include "unit/authn/fake_authn.h"

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

static struct authn_sign_in sign_in(struct fake_authn *fake, const char *email,
    const char *password, str_t device, const struct authn_session *current)
{
    struct authn_sign_in out;
    const struct authn_credentials credentials = {
        str_from_cstr(email), str_from_cstr(password), device};

    assert_ok(authn_sign_in(&fake->ctx, NULL, current, &credentials, &out));
    return out;
}

static enum authn_sign_in_outcome attempt(
    struct fake_authn *fake, const char *email, const char *password)
{
    return sign_in(fake, email, password, STR_NONE, NULL).outcome;
}

static void unknown_and_wrong_are_one_answer_for_one_cost(void **state)
{
    struct fake_authn *fake = *state;
    struct fake_calls before = fake->calls;

    assert_int_equal(attempt(fake, "anna@example.com", "wrong"), AUTHN_INVALID);
    struct fake_calls known = fake->calls;
    assert_int_equal(attempt(fake, "nobody@example.com", "wrong"), AUTHN_INVALID);
    struct fake_calls unknown = fake->calls;

    assert_int_equal(known.verify - before.verify, 1);
    assert_int_equal(unknown.verify - known.verify, 1);
    assert_int_equal(unknown.verify_unknown - known.verify_unknown, 1);
    assert_int_equal(unknown.throttle_attempt - known.throttle_attempt,
        known.throttle_attempt - before.throttle_attempt);
    assert_int_equal(unknown.subject_by_email - known.subject_by_email, 1);
}

static void device_cookie_costs_the_same_for_known_and_unknown(void **state)
{
    struct fake_authn *fake = *state;
    str_t device = fake_token(fake, 'd');

    sign_in(fake, "anna@example.com", "wrong", device, NULL);
    assert_int_equal(fake->calls.device_known, 1);
    sign_in(fake, "nobody@example.com", "wrong", device, NULL);
    assert_int_equal(fake->calls.device_known, 2);
}

static void locked_account_refuses_the_right_password_without_hashing(void **state)
{
    struct fake_authn *fake = *state;

    for (int i = 0; i < 5; i++)
        assert_int_equal(attempt(fake, "anna@example.com", "wrong"), AUTHN_INVALID);
    int hashes = fake->calls.verify;
    struct authn_sign_in out = sign_in(fake, "anna@example.com", FAKE_PASSWORD, STR_NONE, NULL);
    assert_int_equal(out.outcome, AUTHN_LOCKED);
    assert_int_equal(out.retry_after_s, 60);
    assert_null(out.session);
    assert_int_equal(fake->calls.verify, hashes);
}

static void unknown_account_is_locked_like_a_known_one(void **state)
{
    struct fake_authn *fake = *state;

    for (int i = 0; i < 5; i++)
        assert_int_equal(attempt(fake, "nobody@example.com", "wrong"), AUTHN_INVALID);
    struct authn_sign_in out = sign_in(fake, "nobody@example.com", "wrong", STR_NONE, NULL);
    assert_int_equal(out.outcome, AUTHN_LOCKED);
    assert_int_equal(out.retry_after_s, 60);
}

static void every_spelling_counts_for_one_account(void **state)
{
    struct fake_authn *fake = *state;
    static const char *const spellings[] = {"anna@example.com", " ANNA@Example.COM ",
        "anna@EXAMPLE.com", "\xEF\xBD\x81nna@example.com",
        "anna\xEF\xBC\xA0"
        "example.com"};

    for (size_t i = 0; i < 5; i++)
        assert_int_equal(attempt(fake, spellings[i], "wrong"), AUTHN_INVALID);
    assert_int_equal(attempt(fake, "anna@example.com", FAKE_PASSWORD), AUTHN_LOCKED);
}

static void text_that_is_no_address_is_hashed_and_counted(void **state)
{
    struct fake_authn *fake = *state;

    for (int i = 0; i < 5; i++)
        assert_int_equal(attempt(fake, "no address \xFF", "wrong"), AUTHN_INVALID);
    assert_int_equal(fake->calls.verify_unknown, 5);
    assert_int_equal(attempt(fake, "no address \xFF", "wrong"), AUTHN_LOCKED);
}

static void owner_is_told_once_when_the_account_closes(void **state)
{
    struct fake_authn *fake = *state;

    for (int i = 0; i < 8; i++)
        attempt(fake, "anna@example.com", "wrong");
    assert_int_equal(fake->calls.notices, 1);
    assert_true(fake_audited(fake, "account.locked"));
}

static void last_try_with_the_right_password_locks_nobody(void **state)
{
    struct fake_authn *fake = *state;

    for (int i = 0; i < 4; i++)
        attempt(fake, "anna@example.com", "wrong");
    assert_int_equal(attempt(fake, "anna@example.com", FAKE_PASSWORD), AUTHN_SIGNED_IN);
    assert_int_equal(fake->calls.notices, 0);
    assert_int_equal(attempt(fake, "anna@example.com", FAKE_PASSWORD), AUTHN_SIGNED_IN);
}

static void known_device_is_not_locked_out_by_strangers(void **state)
{
    struct fake_authn *fake = *state;
    str_t device = sign_in(fake, "anna@example.com", FAKE_PASSWORD, STR_NONE, NULL).device_secret;

    for (int i = 0; i < 6; i++)
        attempt(fake, "anna@example.com", "wrong");
    struct authn_sign_in out = sign_in(fake, "anna@example.com", FAKE_PASSWORD, device, NULL);
    assert_int_equal(out.outcome, AUTHN_SIGNED_IN);
    assert_str(out.device_secret, arena_cstr(fake->arena, device));
    /* and its success does not open the account for the strangers again */
    assert_int_equal(attempt(fake, "anna@example.com", "wrong"), AUTHN_LOCKED);
}

static void known_device_is_throttled_by_itself(void **state)
{
    struct fake_authn *fake = *state;
    str_t device = sign_in(fake, "anna@example.com", FAKE_PASSWORD, STR_NONE, NULL).device_secret;

    for (int i = 0; i < 5; i++)
        sign_in(fake, "anna@example.com", "wrong", device, NULL);
    assert_int_equal(
        sign_in(fake, "anna@example.com", FAKE_PASSWORD, device, NULL).outcome, AUTHN_LOCKED);
}

static void device_of_one_person_spares_no_other(void **state)
{
    struct fake_authn *fake = *state;
    fake_person(fake, "bert@example.com");
    str_t device = sign_in(fake, "anna@example.com", FAKE_PASSWORD, STR_NONE, NULL).device_secret;

    for (int i = 0; i < 5; i++)
        attempt(fake, "bert@example.com", "wrong");
    assert_int_equal(
        sign_in(fake, "bert@example.com", FAKE_PASSWORD, device, NULL).outcome, AUTHN_LOCKED);
}

static void closed_address_does_not_count_against_accounts(void **state)
{
    struct fake_authn *fake = *state;

    fake->settings.address_rule.tries = 3;
    for (int i = 0; i < 20; i++)
        attempt(fake, "anna@example.com", "wrong");
    fake->ctx.address_bucket = STR("198.51.100.1");
    assert_int_equal(attempt(fake, "anna@example.com", FAKE_PASSWORD), AUTHN_SIGNED_IN);
}

static void good_account_does_not_reset_the_address(void **state)
{
    struct fake_authn *fake = *state;

    fake->settings.address_rule.tries = 4;
    attempt(fake, "a@example.com", "wrong");
    attempt(fake, "b@example.com", "wrong");
    assert_int_equal(attempt(fake, "anna@example.com", FAKE_PASSWORD), AUTHN_SIGNED_IN);
    attempt(fake, "c@example.com", "wrong");
    assert_int_equal(attempt(fake, "anna@example.com", FAKE_PASSWORD), AUTHN_SIGNED_IN);
    attempt(fake, "d@example.com", "wrong");
    assert_int_equal(attempt(fake, "anna@example.com", FAKE_PASSWORD), AUTHN_LOCKED);
}

static void signing_in_does_not_close_the_address(void **state)
{
    struct fake_authn *fake = *state;

    fake->settings.address_rule.tries = 3;
    for (int i = 0; i < 7; i++)
        assert_int_equal(attempt(fake, "anna@example.com", FAKE_PASSWORD), AUTHN_SIGNED_IN);
}

/* Each attempt from another address at another account. */
static enum authn_sign_in_outcome attempt_from_anywhere(struct fake_authn *fake, int number)
{
    const char *email = arena_printf(fake->arena, "stranger-%d@example.com", number).ptr;

    fake->ctx.address_bucket = arena_printf(fake->arena, "192.0.2.%d", number);
    return attempt(fake, email, "wrong");
}

static void guesses_from_everywhere_at_everybody_are_bounded_a_minute(void **state)
{
    struct fake_authn *fake = *state;

    fake->settings.global_tries = 10;
    for (int i = 0; i < 10; i++)
        assert_int_equal(attempt_from_anywhere(fake, i), AUTHN_INVALID);
    int hashes = fake->calls.verify;
    assert_int_equal(attempt_from_anywhere(fake, 11), AUTHN_LOCKED);
    struct authn_sign_in out = sign_in(fake, "anna@example.com", FAKE_PASSWORD, STR_NONE, NULL);
    assert_int_equal(out.outcome, AUTHN_LOCKED);
    assert_in_range(out.retry_after_s, 1, 60);
    assert_int_equal(fake->calls.verify, hashes);
    fake->ctx.now += out.retry_after_s;
    assert_int_equal(attempt(fake, "anna@example.com", FAKE_PASSWORD), AUTHN_SIGNED_IN);
}

static void known_device_passes_the_crowd(void **state)
{
    struct fake_authn *fake = *state;
    str_t device = sign_in(fake, "anna@example.com", FAKE_PASSWORD, STR_NONE, NULL).device_secret;

    fake->settings.global_tries = 10;
    for (int i = 0; i < 12; i++)
        attempt_from_anywhere(fake, i);
    assert_int_equal(attempt(fake, "anna@example.com", FAKE_PASSWORD), AUTHN_LOCKED);
    assert_int_equal(
        sign_in(fake, "anna@example.com", FAKE_PASSWORD, device, NULL).outcome, AUTHN_SIGNED_IN);
    assert_int_equal(
        sign_in(fake, "anna@example.com", "wrong", device, NULL).outcome, AUTHN_INVALID);
}

static void one_address_cannot_close_the_door_for_all(void **state)
{
    struct fake_authn *fake = *state;

    fake->settings.global_tries = 20;
    fake->settings.address_rule.tries = 5;
    for (int i = 0; i < 40; i++)
        attempt(fake, arena_printf(fake->arena, "x-%d@example.com", i).ptr, "wrong");
    fake->ctx.address_bucket = STR("198.51.100.1");
    assert_int_equal(attempt(fake, "anna@example.com", FAKE_PASSWORD), AUTHN_SIGNED_IN);
    /* nor do many addresses by hammering at one locked account */
    for (int i = 0; i < 40; i++) {
        fake->ctx.address_bucket = arena_printf(fake->arena, "203.0.113.%d", i);
        attempt(fake, "locked@example.com", "wrong");
    }
    fake->ctx.address_bucket = STR("198.51.100.1");
    assert_int_equal(attempt(fake, "anna@example.com", FAKE_PASSWORD), AUTHN_SIGNED_IN);
}

static void waiting_for_the_crowd_counts_against_nobody(void **state)
{
    struct fake_authn *fake = *state;

    fake->settings.global_tries = 10;
    for (int i = 0; i < 10; i++)
        attempt_from_anywhere(fake, i);
    fake->ctx.address_bucket = STR("198.51.100.1");
    for (int i = 0; i < 60; i++)
        assert_int_equal(attempt(fake, "anna@example.com", "wrong"), AUTHN_LOCKED);
    fake->ctx.now += 60;
    assert_int_equal(attempt(fake, "anna@example.com", FAKE_PASSWORD), AUTHN_SIGNED_IN);
}

static void signing_in_does_not_count_for_the_crowd(void **state)
{
    struct fake_authn *fake = *state;

    fake->settings.global_tries = 10;
    for (int i = 0; i < 30; i++)
        assert_int_equal(attempt(fake, "anna@example.com", FAKE_PASSWORD), AUTHN_SIGNED_IN);
}

static void disabled_shows_only_after_the_right_password(void **state)
{
    struct fake_authn *fake = *state;
    fake_person(fake, "old@example.com")->enabled = false;

    assert_int_equal(attempt(fake, "old@example.com", "wrong"), AUTHN_INVALID);
    assert_int_equal(attempt(fake, "old@example.com", FAKE_PASSWORD), AUTHN_DISABLED);
    assert_int_equal(fake->n_sessions, 0);
}

static void unverified_shows_only_after_the_right_password(void **state)
{
    struct fake_authn *fake = *state;
    fake_person(fake, "new@example.com")->email_verified = false;

    assert_int_equal(attempt(fake, "new@example.com", "wrong"), AUTHN_INVALID);
    assert_int_equal(attempt(fake, "new@example.com", FAKE_PASSWORD), AUTHN_UNVERIFIED);
    assert_int_equal(fake->n_sessions, 0);
}

static void full_hash_pool_is_the_worlds_failure(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_sign_in out;
    const struct authn_credentials credentials = {
        STR("anna@example.com"), STR(FAKE_PASSWORD), STR_NONE};

    fake->busy = true;
    assert_result(authn_sign_in(&fake->ctx, NULL, NULL, &credentials, &out), RESULT_BUSY);
    assert_int_equal(fake->n_sessions, 0);
}

static void sign_in_makes_a_new_token_in_place_of_the_old(void **state)
{
    struct fake_authn *fake = *state;
    const struct authn_session *found = NULL;

    struct authn_sign_in first = sign_in(fake, "anna@example.com", FAKE_PASSWORD, STR_NONE, NULL);
    struct authn_sign_in second =
        sign_in(fake, "anna@example.com", FAKE_PASSWORD, STR_NONE, first.session);
    assert_false(str_eq(first.session_token, second.session_token));
    assert_ok(authn_session_find(&fake->ctx, first.session_token, &found));
    assert_null(found);
    assert_ok(authn_session_find(&fake->ctx, second.session_token, &found));
    assert_non_null(found);
    assert_str(found->user_id, "id-anna@example.com");
    assert_str(found->amr, "pwd");
    assert_str(found->acr, "urn:tessera:acr:1fa");
}

static void store_sees_no_token_in_the_clear(void **state)
{
    struct fake_authn *fake = *state;
    struct authn_sign_in out = sign_in(fake, "anna@example.com", FAKE_PASSWORD, STR_NONE, NULL);

    assert_false(str_eq(fake->sessions[0].token_digest, out.session_token));
    assert_null(strstr(
        arena_cstr(fake->arena, fake->devices[0]), arena_cstr(fake->arena, out.device_secret)));
    for (size_t i = 0; i < fake->n_buckets; i++)
        assert_null(strstr(arena_cstr(fake->arena, fake->buckets[i].name), "anna"));
}

static void *guess(void *argument)
{
    struct fake_authn *fake = argument;
    AUTO_ARENA arena = arena_new(1u << 20);
    struct authn_context ctx = fake->ctx;
    struct authn_sign_in out;
    const struct authn_credentials credentials = {STR("anna@example.com"), STR("guess"), STR_NONE};

    ctx.arena = arena;
    for (int i = 0; i < 4; i++) {
        if (!result_ok(authn_sign_in(&ctx, NULL, NULL, &credentials, &out)))
            abort();
    }
    return NULL;
}

static void parallel_guesses_get_no_more_tries_than_one_by_one(void **state)
{
    struct fake_authn *fake = *state;
    pthread_t threads[8];

    for (size_t i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, guess, fake), 0);
    for (size_t i = 0; i < 8; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(fake->calls.verify, 5);
    assert_int_equal(fake->calls.notices, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(unknown_and_wrong_are_one_answer_for_one_cost),
        TEST(device_cookie_costs_the_same_for_known_and_unknown),
        TEST(locked_account_refuses_the_right_password_without_hashing),
        TEST(unknown_account_is_locked_like_a_known_one),
        TEST(every_spelling_counts_for_one_account),
        TEST(text_that_is_no_address_is_hashed_and_counted),
        TEST(owner_is_told_once_when_the_account_closes),
        TEST(last_try_with_the_right_password_locks_nobody),
        TEST(known_device_is_not_locked_out_by_strangers),
        TEST(known_device_is_throttled_by_itself),
        TEST(device_of_one_person_spares_no_other),
        TEST(closed_address_does_not_count_against_accounts),
        TEST(good_account_does_not_reset_the_address),
        TEST(signing_in_does_not_close_the_address),
        TEST(guesses_from_everywhere_at_everybody_are_bounded_a_minute),
        TEST(known_device_passes_the_crowd),
        TEST(one_address_cannot_close_the_door_for_all),
        TEST(waiting_for_the_crowd_counts_against_nobody),
        TEST(signing_in_does_not_count_for_the_crowd),
        TEST(disabled_shows_only_after_the_right_password),
        TEST(unverified_shows_only_after_the_right_password),
        TEST(full_hash_pool_is_the_worlds_failure),
        TEST(sign_in_makes_a_new_token_in_place_of_the_old),
        TEST(store_sees_no_token_in_the_clear),
        TEST(parallel_guesses_get_no_more_tries_than_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
