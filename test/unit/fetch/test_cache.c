/* The cache over a source and a clock of our own; races of many callers (ThreadSanitizer sees them
 * with the preset "tsan"). */
#include "fetch/cache.h"

#include "support/unit.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

enum {
    ARENA_MAX = 4 << 20,
    CALLERS_MAX = 64,
    THREADS = 16,
    ROUNDS = 200,
    URLS = FETCH_ENTRIES_MAX + 50
};

static struct {
    atomic_llong now_ms;
    atomic_uint calls;
    atomic_uint inside;
    atomic_bool held; /* requests for URLs of one letter wait until it is false */
    struct transfer_answer next;
    char etag[32]; /* what the last request carried */
} world;

static int64_t now_ms(void *self)
{
    (void)self;
    return atomic_load(&world.now_ms);
}

static void get(
    void *self, arena_t *arena, str_t url, str_t etag, struct transfer_answer *answer_out)
{
    (void)self;
    atomic_fetch_add(&world.calls, 1);
    atomic_fetch_add(&world.inside, 1);
    if (!atomic_load(&world.held))
        snprintf(world.etag, sizeof world.etag, "%.*s", STR_ARG(etag));
    while (url.len == 1 && atomic_load(&world.held))
        usleep(1000);
    *answer_out = world.next;
    if (!str_present(world.next.body))
        answer_out->body = arena_printf(arena, "of %.*s", STR_ARG(url));
    atomic_fetch_sub(&world.inside, 1);
}

static const struct fetch_source source = {NULL, get};
static const struct clock clock_of_world = {NULL, now_ms};

static int begin(void **state)
{
    memset(&world, 0, sizeof world);
    atomic_store(&world.now_ms, 1000000);
    world.next = (struct transfer_answer){
        .status = 200, .body = STR("one"), .content_type = STR("text/plain"), .etag = STR("\"1\"")};
    *state = fetch_cache_new(&source, &clock_of_world, CALLERS_MAX);
    return 0;
}

static int end(void **state)
{
    struct fetch_cache *cache = *state;

    fetch_cache_free(&cache);
    return 0;
}

static void pass(int64_t ms)
{
    atomic_fetch_add(&world.now_ms, ms);
}

static void expect(
    struct fetch_cache *cache, const char *url, bool again, const char *body, unsigned calls)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct fetch_kept kept;

    assert_ok(fetch_cache_get(cache, arena, str_from_cstr(url), again, &kept));
    assert_int_equal(kept.failure, body != NULL ? FETCH_ANSWERED : world.next.failure);
    if (body != NULL)
        assert_str(kept.body, body);
    assert_int_equal(atomic_load(&world.calls), calls);
}

static void fresh_answers_are_kept(void **state)
{
    expect(*state, "a", false, "one", 1);
    world.next.body = STR("two");
    expect(*state, "a", false, "one", 1);
    pass(300 * 1000 - 1);
    expect(*state, "a", false, "one", 1);
    pass(1);
    expect(*state, "a", false, "two", 2);
    expect(*state, "b", false, "two", 3);
}

static void what_the_peer_says_of_freshness_counts(void **state)
{
    world.next.cache_control = STR("max-age=60");
    expect(*state, "a", false, "one", 1);
    pass(59 * 1000);
    expect(*state, "a", false, "one", 1);
    pass(1000);
    expect(*state, "a", false, "one", 2);
}

static void unchanged_answers_are_confirmed(void **state)
{
    expect(*state, "a", false, "one", 1);
    assert_string_equal(world.etag, "");
    pass(300 * 1000);
    world.next = (struct transfer_answer){.status = 304, .body = STR("")};
    expect(*state, "a", false, "one", 2);
    assert_string_equal(world.etag, "\"1\"");
    pass(299 * 1000);
    expect(*state, "a", false, "one", 2);
}

static void unchanged_without_a_question_is_no_answer(void **state)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct fetch_kept kept;

    world.next = (struct transfer_answer){.status = 304, .body = STR("")};
    assert_ok(fetch_cache_get(*state, arena, STR("a"), false, &kept));
    assert_int_equal(kept.failure, FETCH_REDIRECT);
}

static void only_200_is_an_answer(void **state)
{
    static const struct {
        int status;
        enum fetch_failure failure;
    } wrong[] = {{201, FETCH_STATUS}, {204, FETCH_STATUS}, {301, FETCH_REDIRECT},
        {302, FETCH_REDIRECT}, {307, FETCH_REDIRECT}, {400, FETCH_STATUS}, {404, FETCH_STATUS},
        {500, FETCH_STATUS}, {0, FETCH_STATUS}};
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct fetch_kept kept;

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        world.next.status = wrong[i].status;
        assert_ok(fetch_cache_get(*state, arena, STR("a"), false, &kept));
        assert_int_equal(kept.failure, wrong[i].failure);
        pass(FETCH_FAILED_MS);
    }
}

static void failures_are_kept_shortly(void **state)
{
    world.next.failure = FETCH_TIMEOUT;
    expect(*state, "a", false, NULL, 1);
    pass(FETCH_FAILED_MS - 1);
    expect(*state, "a", false, NULL, 1);
    expect(*state, "a", true, NULL, 1);
    pass(1);
    expect(*state, "a", false, NULL, 2);
    world.next.failure = FETCH_ANSWERED;
    pass(FETCH_FAILED_MS);
    expect(*state, "a", false, "one", 3);
}

static void the_last_good_answer_serves_within_a_bound(void **state)
{
    expect(*state, "a", false, "one", 1);
    world.next.failure = FETCH_NOT_CONNECTED;
    pass(300 * 1000);
    expect(*state, "a", false, "one", 2);
    expect(*state, "a", false, "one", 2);
    pass(FETCH_STALE_MS - 300 * 1000 - 1);
    expect(*state, "a", false, "one", 3);
    pass(1);
    expect(*state, "a", false, NULL, 3);
    world.next.failure = FETCH_ANSWERED;
    world.next.body = STR("two");
    pass(FETCH_FAILED_MS);
    expect(*state, "a", false, "two", 4);
}

static void asking_again_is_bounded(void **state)
{
    unsigned calls = 1;

    expect(*state, "a", false, "one", calls);
    world.next.body = STR("two");
    for (unsigned i = 0; i < FETCH_AGAIN_BURST; i++)
        expect(*state, "a", true, "two", ++calls);
    world.next.body = STR("three");
    expect(*state, "a", true, "two", calls);
    pass(FETCH_AGAIN_MS - 1);
    expect(*state, "a", true, "two", calls);
    pass(1);
    expect(*state, "a", true, "three", ++calls);
    expect(*state, "a", true, "three", calls);
    pass(100 * FETCH_AGAIN_MS); /* no longer fresh: asked anyway, the bucket stays full */
    expect(*state, "a", true, "three", ++calls);
    for (unsigned i = 0; i < FETCH_AGAIN_BURST; i++)
        expect(*state, "a", true, "three", ++calls);
    expect(*state, "a", true, "three", calls);
}

/* The one that nobody used for the longest time makes room. */
static void entries_are_bounded(void **state)
{
    char url[32];

    for (unsigned i = 0; i < FETCH_ENTRIES_MAX; i++) {
        snprintf(url, sizeof url, "u%u", i);
        expect(*state, url, false, "one", i + 1);
        pass(1);
    }
    expect(*state, "u0", false, "one", FETCH_ENTRIES_MAX);
    expect(*state, "another", false, "one", FETCH_ENTRIES_MAX + 1);
    expect(*state, "u0", false, "one", FETCH_ENTRIES_MAX + 1);
    expect(*state, "u1", false, "one", FETCH_ENTRIES_MAX + 2);
}

struct caller {
    struct fetch_cache *cache;
    const char *url;
    unsigned first; /* where it begins among the URLs */
    bool again;
    result_t done;
    bool answered;
};

static void *call(void *arg)
{
    struct caller *caller = arg;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct fetch_kept kept;

    caller->done =
        fetch_cache_get(caller->cache, arena, str_from_cstr(caller->url), caller->again, &kept);
    caller->answered = kept.failure == FETCH_ANSWERED && str_eq(kept.body, world.next.body);
    return NULL;
}

static pthread_t start(struct caller *caller)
{
    pthread_t thread;

    assert_int_equal(pthread_create(&thread, NULL, call, caller), 0);
    return thread;
}

static void wait_until_inside(unsigned n)
{
    while (atomic_load(&world.inside) < n)
        usleep(1000);
}

static void many_callers_make_one_request(void **state)
{
    struct caller callers[THREADS];
    pthread_t threads[THREADS];

    atomic_store(&world.held, true);
    for (size_t i = 0; i < THREADS; i++) {
        callers[i] = (struct caller){.cache = *state, .url = "a", .again = i % 2 == 1};
        threads[i] = start(&callers[i]);
    }
    wait_until_inside(1);
    usleep(50 * 1000);
    atomic_store(&world.held, false);
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_ok(callers[i].done);
        assert_true(callers[i].answered);
    }
    assert_int_equal(atomic_load(&world.calls), 1);
}

static enum result_code ask(struct fetch_cache *cache, const char *url)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct fetch_kept kept;

    return fetch_cache_get(cache, arena, str_from_cstr(url), false, &kept).code;
}

static void callers_beyond_the_bound_are_turned_away(void **state)
{
    struct fetch_cache *cache = fetch_cache_new(&source, &clock_of_world, 2);
    struct caller callers[] = {{.cache = cache, .url = "a"}, {.cache = cache, .url = "b"}};
    pthread_t threads[2];

    (void)state;
    assert_int_equal(ask(cache, "kept"), RESULT_OK);
    atomic_store(&world.held, true);
    for (size_t i = 0; i < 2; i++)
        threads[i] = start(&callers[i]);
    wait_until_inside(2);
    assert_int_equal(ask(cache, "other"), RESULT_BUSY); /* would be a request more */
    assert_int_equal(ask(cache, "a"), RESULT_BUSY);     /* would wait */
    assert_int_equal(ask(cache, "kept"), RESULT_OK);
    pass(300 * 1000);
    assert_int_equal(ask(cache, "kept"), RESULT_OK); /* no longer fresh, yet better than nothing */
    atomic_store(&world.held, false);
    for (size_t i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(ask(cache, "other"), RESULT_OK);
    fetch_cache_free(&cache);
}

static void who_waits_counts_too(void **state)
{
    struct fetch_cache *cache = fetch_cache_new(&source, &clock_of_world, 2);
    struct caller callers[] = {{.cache = cache, .url = "a"}, {.cache = cache, .url = "a"}};
    pthread_t threads[2];
    enum result_code code = RESULT_OK;
    char url[32];

    (void)state;
    atomic_store(&world.held, true);
    for (size_t i = 0; i < 2; i++)
        threads[i] = start(&callers[i]);
    for (int tries = 0; code != RESULT_BUSY && tries < 5000; tries++) {
        snprintf(url, sizeof url, "new%d", tries);
        code = ask(cache, url); /* answers until the second one waits */
        usleep(1000);
    }
    atomic_store(&world.held, false);
    for (size_t i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(code, RESULT_BUSY);
    fetch_cache_free(&cache);
}

static void what_is_kept_serves_while_somebody_asks(void **state)
{
    struct caller slow = {.cache = *state, .url = "a"};

    expect(*state, "a", false, "one", 1);
    pass(300 * 1000);
    atomic_store(&world.held, true);
    pthread_t thread = start(&slow);
    wait_until_inside(1);
    expect(*state, "a", false, "one", 2); /* does not wait */
    atomic_store(&world.held, false);
    pthread_join(thread, NULL);
    assert_true(slow.answered);
}

/* Entries come and go under many callers; nothing is read after it was freed. */
static void *churn(void *arg)
{
    struct caller *caller = arg;
    char url[32];

    for (unsigned i = 0; i < ROUNDS; i++) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        struct fetch_kept kept;

        snprintf(url, sizeof url, "u%u", (i * 7 + caller->first) % URLS);
        result_t done =
            fetch_cache_get(caller->cache, arena, str_from_cstr(url), i % 3 == 0, &kept);
        caller->answered = caller->answered && result_ok(done) &&
                           str_eq(kept.body, arena_printf(arena, "of %s", url));
        pass(997);
    }
    return NULL;
}

static void entries_come_and_go_under_many_callers(void **state)
{
    struct caller callers[THREADS];
    pthread_t threads[THREADS];

    world.next.body = STR_NONE;
    for (size_t i = 0; i < THREADS; i++) {
        callers[i] = (struct caller){.cache = *state, .first = (unsigned)i * 31, .answered = true};
        assert_int_equal(pthread_create(&threads[i], NULL, churn, &callers[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_true(callers[i].answered);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(fresh_answers_are_kept),
        TEST(what_the_peer_says_of_freshness_counts),
        TEST(unchanged_answers_are_confirmed),
        TEST(unchanged_without_a_question_is_no_answer),
        TEST(only_200_is_an_answer),
        TEST(failures_are_kept_shortly),
        TEST(the_last_good_answer_serves_within_a_bound),
        TEST(asking_again_is_bounded),
        TEST(entries_are_bounded),
        TEST(many_callers_make_one_request),
        TEST(callers_beyond_the_bound_are_turned_away),
        TEST(who_waits_counts_too),
        TEST(what_is_kept_serves_while_somebody_asks),
        TEST(entries_come_and_go_under_many_callers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
