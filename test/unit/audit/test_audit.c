#include "audit/audit.h"
#include "base/log.h"
#include "support/unit.h"

#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

enum { ROWS_MAX = 512, QUEUE = 8 };

/* A store that can be away, held or broken; what it was given is copied. */
struct fake_store {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    result_t answer;
    bool held;
    int calls;
    size_t n, largest;
    struct {
        char event[64], user_id[64], reason[256], correlation_id[64];
        bool success, has_client;
        int64_t at;
    } rows[ROWS_MAX];
    struct audit_store port;
    struct audit *audit;
    struct oauth_audit record;
};

static void copy(char *place, size_t size, str_t text)
{
    snprintf(place, size, "%.*s", STR_ARG(text));
}

static result_t add(void *self, const struct audit_row *rows, size_t n)
{
    struct fake_store *fake = self;

    pthread_mutex_lock(&fake->mutex);
    fake->calls++;
    pthread_cond_broadcast(&fake->changed);
    while (fake->held)
        pthread_cond_wait(&fake->changed, &fake->mutex);
    result_t answer = fake->answer;
    for (size_t i = 0; result_ok(answer) && i < n; i++, fake->n++) {
        copy(fake->rows[fake->n].event, 64, rows[i].event);
        copy(fake->rows[fake->n].user_id, 64, rows[i].user_id);
        copy(fake->rows[fake->n].reason, 256, rows[i].reason);
        copy(fake->rows[fake->n].correlation_id, 64, rows[i].correlation_id);
        fake->rows[fake->n].success = rows[i].success;
        fake->rows[fake->n].has_client = str_present(rows[i].client_id);
        fake->rows[fake->n].at = rows[i].at;
    }
    fake->largest = n > fake->largest ? n : fake->largest;
    pthread_mutex_unlock(&fake->mutex);
    return answer;
}

static str_t correlation(void)
{
    return STR("request-1");
}

static void start(struct fake_store *fake, size_t queue)
{
    pthread_mutex_init(&fake->mutex, NULL);
    pthread_cond_init(&fake->changed, NULL);
    fake->answer = OK;
    fake->port = (struct audit_store){fake, add};
    const struct audit_options options = {
        .store = &fake->port, .queue = queue, .retry_ms = 1, .correlation = correlation};
    assert_ok(audit_new(&options, &fake->audit));
    fake->record = audit_port(fake->audit);
}

static int set_up(void **state)
{
    log_open(LOG_FORMAT_TEXT, LOG_LEVEL_ERROR);
    *state = calloc(1, sizeof(struct fake_store));
    start(*state, QUEUE);
    return 0;
}

static int tear_down(void **state)
{
    struct fake_store *fake = *state;

    audit_free(&fake->audit);
    pthread_cond_destroy(&fake->changed);
    pthread_mutex_destroy(&fake->mutex);
    free(fake);
    return 0;
}

static void set_held(struct fake_store *fake, bool held)
{
    pthread_mutex_lock(&fake->mutex);
    fake->held = held;
    pthread_cond_broadcast(&fake->changed);
    pthread_mutex_unlock(&fake->mutex);
}

static void set_answer(struct fake_store *fake, result_t answer)
{
    pthread_mutex_lock(&fake->mutex);
    fake->answer = answer;
    pthread_mutex_unlock(&fake->mutex);
}

static void wait_for_calls(struct fake_store *fake, int calls)
{
    pthread_mutex_lock(&fake->mutex);
    while (fake->calls < calls)
        pthread_cond_wait(&fake->changed, &fake->mutex);
    pthread_mutex_unlock(&fake->mutex);
}

static void record(struct fake_store *fake, const char *name, const char *reason)
{
    const struct oauth_audit_event event = {.name = name,
        .success = reason == NULL,
        .user_id = STR("u-1"),
        .client_id = STR("shop"),
        .reason = reason};

    fake->record.record(fake->record.self, &event, STR("192.0.2.7"), 1700000000);
}

static void row_holds_what_the_list_allows(void **state)
{
    struct fake_store *fake = *state;

    record(fake, "sign_in.failure", "wrong password");
    audit_free(&fake->audit);
    assert_int_equal(fake->n, 1);
    assert_string_equal(fake->rows[0].event, "sign_in.failure");
    assert_string_equal(fake->rows[0].user_id, "u-1");
    assert_string_equal(fake->rows[0].reason, "wrong password");
    assert_string_equal(fake->rows[0].correlation_id, "request-1");
    assert_false(fake->rows[0].success);
    assert_false(fake->rows[0].has_client);
    assert_int_equal(fake->rows[0].at, 1700000000);
}

static void token_request_costs_no_row(void **state)
{
    struct fake_store *fake = *state;

    record(fake, "token.refreshed", NULL);
    record(fake, "client.auth_failed", "wrong secret");
    audit_free(&fake->audit);
    assert_int_equal(fake->calls, 0);
}

static void full_queue_loses_rows_and_counts_them(void **state)
{
    struct fake_store *fake = *state;

    set_held(fake, true);
    record(fake, "sign_in.success", NULL);
    wait_for_calls(fake, 1);
    for (int i = 0; i < QUEUE + 4; i++) /* the first row keeps its place until it is written */
        record(fake, "sign_in.success", NULL);
    assert_int_equal(audit_lost(fake->audit), 5);
    set_held(fake, false);
    audit_free(&fake->audit);
    assert_int_equal(fake->n, QUEUE);
    assert_int_equal(fake->largest, QUEUE - 1);
}

static void store_that_is_away_gets_them_later(void **state)
{
    struct fake_store *fake = *state;

    set_answer(fake, result_fail(RESULT_UNAVAILABLE, "away"));
    record(fake, "user.added", NULL);
    wait_for_calls(fake, 3);
    set_answer(fake, OK);
    audit_free(&fake->audit);
    assert_int_equal(fake->n, 1);
}

static void store_that_stays_away_does_not_hold_the_end(void **state)
{
    struct fake_store *fake = *state;

    set_answer(fake, result_fail(RESULT_UNAVAILABLE, "away"));
    for (int i = 0; i < 3; i++)
        record(fake, "user.added", NULL);
    audit_free(&fake->audit);
    assert_int_equal(fake->n, 0);
}

static void rows_that_are_refused_do_not_stop_the_next(void **state)
{
    struct fake_store *fake = *state;

    set_answer(fake, result_fail(RESULT_FAILED, "refused"));
    record(fake, "user.added", NULL);
    wait_for_calls(fake, 1);
    while (audit_lost(fake->audit) == 0)
        usleep(1000);
    set_answer(fake, OK);
    record(fake, "user.deleted", NULL);
    audit_free(&fake->audit);
    assert_int_equal(fake->n, 1);
    assert_string_equal(fake->rows[0].event, "user.deleted");
}

static void foreign_bytes_are_made_harmless(void **state)
{
    struct fake_store *fake = *state;
    char reason[400];

    memset(reason, 'x', sizeof reason - 1);
    reason[sizeof reason - 1] = '\0';
    record(fake, "code.reused", "line\nbreak \xFF");
    record(fake, "code.reused", reason);
    audit_free(&fake->audit);
    assert_string_equal(fake->rows[0].reason, "line?break ?");
    assert_int_equal(strlen(fake->rows[1].reason), 159);
}

static void *record_many(void *self)
{
    for (int i = 0; i < 50; i++)
        record(self, "sign_in.success", NULL);
    return NULL;
}

static void threads_lose_nothing_that_has_room(void **state)
{
    struct fake_store *fake = *state;
    pthread_t threads[8];

    audit_free(&fake->audit);
    start(fake, ROWS_MAX);
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, record_many, fake), 0);
    for (size_t i = 0; i < 8; i++)
        pthread_join(threads[i], NULL);
    audit_free(&fake->audit);
    assert_int_equal(fake->n, 400);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(token_request_costs_no_row),
        TEST(full_queue_loses_rows_and_counts_them),
        TEST(store_that_stays_away_does_not_hold_the_end),
        TEST(rows_that_are_refused_do_not_stop_the_next),
        TEST(foreign_bytes_are_made_harmless),
        TEST(row_holds_what_the_list_allows),
        TEST(store_that_is_away_gets_them_later),
        TEST(threads_lose_nothing_that_has_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
