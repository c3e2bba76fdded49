#include "store/throttle.h"

#include "store/samples.h"

static const struct authn_throttle_rule rule = {
    .tries = 3, .lock_s = 60, .lock_max_s = 200, .window_s = 600};
static const str_t bucket = STR_INIT("bucket");

static struct authn_attempt attempt_at(void **state, int64_t now)
{
    struct authn_attempt attempt;

    assert_ok(store_throttle_attempt(engine_db(state), bucket, &rule, now, &attempt));
    return attempt;
}

/* Tries until the bucket closes; when it opens again. */
static int64_t lock_at(void **state, int64_t now)
{
    struct authn_attempt attempt = {0};

    for (int i = 0; i < rule.tries && !attempt.locked_now; i++)
        attempt = attempt_at(state, now);
    assert_true(attempt.allowed);
    assert_true(attempt.locked_now);
    return attempt.locked_until;
}

static void locked_bucket_refuses(void **state)
{
    assert_int_equal(lock_at(state, NOW), NOW + 60);
    struct authn_attempt refused = attempt_at(state, NOW + 59);
    assert_false(refused.allowed);
    assert_false(refused.locked_now);
    assert_int_equal(refused.locked_until, NOW + 60);
}

static void refused_attempts_neither_count_nor_lengthen_the_lock(void **state)
{
    lock_at(state, NOW);
    for (int i = 0; i < 10; i++)
        assert_int_equal(attempt_at(state, NOW + 1).locked_until, NOW + 60);
    assert_int_equal(attempt_at(state, NOW + 60).locked_until, NOW + 60 + 120);
}

static void each_further_lock_is_twice_as_long_up_to_the_longest(void **state)
{
    int64_t until = lock_at(state, NOW);

    until = lock_at(state, until);
    assert_int_equal(until, NOW + 60 + 120);
    until = lock_at(state, until);
    assert_int_equal(until, NOW + 60 + 120 + 200);
    for (int i = 0; i < 80; i++) {
        int64_t before = until;
        until = lock_at(state, before);
        assert_int_equal(until - before, 200);
    }
}

static void last_try_is_let_through_and_closes_the_bucket(void **state)
{
    for (int i = 0; i < 2; i++) {
        struct authn_attempt open = attempt_at(state, NOW);
        assert_true(open.allowed);
        assert_false(open.locked_now);
        assert_int_equal(open.locked_until, 0);
    }
    assert_true(attempt_at(state, NOW).locked_now);
    assert_false(attempt_at(state, NOW).allowed);
}

static void single_try_locks_at_once_and_never_longer_than_the_longest(void **state)
{
    const struct authn_throttle_rule strict = {
        .tries = 1, .lock_s = 60, .lock_max_s = 50, .window_s = 600};
    struct authn_attempt attempt;

    assert_ok(store_throttle_attempt(engine_db(state), bucket, &strict, NOW, &attempt));
    assert_true(attempt.allowed);
    assert_true(attempt.locked_now);
    assert_int_equal(attempt.locked_until, NOW + 50);
}

static void attempts_are_forgotten_after_the_window(void **state)
{
    attempt_at(state, NOW);
    attempt_at(state, NOW + 10);
    assert_false(attempt_at(state, NOW + 10 + 600).locked_now);
    assert_false(attempt_at(state, NOW + 10 + 600).locked_now);
    assert_true(attempt_at(state, NOW + 10 + 600).locked_now);
}

static void attempts_within_the_window_add_up(void **state)
{
    attempt_at(state, NOW);
    attempt_at(state, NOW + 599);
    assert_true(attempt_at(state, NOW + 599 + 599).locked_now);
}

/* A lock that is longer than the window, as after many doublings. */
static void lock_longer_than_the_window_holds_and_is_remembered(void **state)
{
    const struct authn_throttle_rule longer = {
        .tries = 1, .lock_s = 3600, .lock_max_s = 86400, .window_s = 600};
    struct authn_attempt attempt;
    size_t deleted;

    assert_ok(store_throttle_attempt(engine_db(state), bucket, &longer, NOW, &attempt));
    assert_ok(store_expire(engine_db(state), NOW + 3599, 100, &deleted));
    assert_int_equal(deleted, 0);
    assert_ok(store_throttle_attempt(engine_db(state), bucket, &longer, NOW + 3599, &attempt));
    assert_false(attempt.allowed);
    assert_ok(store_throttle_attempt(engine_db(state), bucket, &longer, NOW + 3600, &attempt));
    assert_int_equal(attempt.locked_until, NOW + 3600 + 7200);
}

static void cleared_bucket_begins_anew(void **state)
{
    lock_at(state, NOW);
    assert_ok(store_throttle_clear(engine_db(state), bucket));
    assert_int_equal(lock_at(state, NOW), NOW + 60);
}

static void attempt_taken_back_does_not_count(void **state)
{
    for (int i = 0; i < 3 * rule.tries; i++) {
        struct authn_attempt attempt = attempt_at(state, NOW);

        assert_true(attempt.allowed);
        assert_false(attempt.locked_now);
        assert_ok(store_throttle_take_back(engine_db(state), bucket, attempt.locked_until));
    }
    assert_int_equal(lock_at(state, NOW), NOW + 60);
}

static void lock_of_an_attempt_taken_back_opens_and_the_failures_before_it_stay(void **state)
{
    attempt_at(state, NOW);
    attempt_at(state, NOW);
    struct authn_attempt last = attempt_at(state, NOW);

    assert_true(last.locked_now);
    assert_ok(store_throttle_take_back(engine_db(state), bucket, last.locked_until));
    last = attempt_at(state, NOW);
    assert_true(last.locked_now);
    assert_int_equal(last.locked_until, NOW + 60);
}

static void lock_of_another_attempt_stays(void **state)
{
    struct authn_attempt open = attempt_at(state, NOW);

    lock_at(state, NOW);
    assert_ok(store_throttle_take_back(engine_db(state), bucket, open.locked_until));
    assert_false(attempt_at(state, NOW).allowed);
}

static void buckets_do_not_touch_each_other(void **state)
{
    struct authn_attempt other;

    lock_at(state, NOW);
    assert_ok(store_throttle_attempt(engine_db(state), STR("other"), &rule, NOW, &other));
    assert_true(other.allowed);
}

struct guesses {
    struct db *db;
    struct authn_attempt attempts[ENGINE_RACERS];
    result_t results[ENGINE_RACERS];
};

static void guess(void *arg, size_t i)
{
    struct guesses *guesses = arg;

    guesses->results[i] =
        store_throttle_attempt(guesses->db, bucket, &rule, NOW, &guesses->attempts[i]);
}

static void parallel_guesses_do_not_slip_past_the_count(void **state)
{
    struct guesses guesses = {.db = engine_db(state)};
    int allowed = 0, locked = 0;

    engine_race(guess, &guesses);
    for (size_t i = 0; i < ENGINE_RACERS; i++) {
        assert_ok(guesses.results[i]);
        allowed += guesses.attempts[i].allowed;
        locked += guesses.attempts[i].locked_now;
    }
    assert_int_equal(allowed, rule.tries);
    assert_int_equal(locked, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(locked_bucket_refuses),
        cmocka_unit_test(refused_attempts_neither_count_nor_lengthen_the_lock),
        cmocka_unit_test(each_further_lock_is_twice_as_long_up_to_the_longest),
        cmocka_unit_test(last_try_is_let_through_and_closes_the_bucket),
        cmocka_unit_test(single_try_locks_at_once_and_never_longer_than_the_longest),
        cmocka_unit_test(attempts_are_forgotten_after_the_window),
        cmocka_unit_test(attempts_within_the_window_add_up),
        cmocka_unit_test(lock_longer_than_the_window_holds_and_is_remembered),
        cmocka_unit_test(cleared_bucket_begins_anew),
        cmocka_unit_test(attempt_taken_back_does_not_count),
        cmocka_unit_test(lock_of_an_attempt_taken_back_opens_and_the_failures_before_it_stay),
        cmocka_unit_test(lock_of_another_attempt_stays),
        cmocka_unit_test(buckets_do_not_touch_each_other),
        cmocka_unit_test(parallel_guesses_do_not_slip_past_the_count),
    };

    return ENGINE_RUN("throttle", tests);
}
