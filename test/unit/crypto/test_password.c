#include "crypto/password.h"

#include "crypto/random.h"

#include "support/unit.h"
#include "unit/crypto/stored_hash_vectors.h"

#include <pthread.h>
#include <time.h>

enum { ARENA_MAX = 1 << 20, CALLERS = 16, MEASURED = 12 };

/* Small, but for where the cost itself is looked at. */
static const struct password_settings small = {
    .memory_kib = 64, .ops = 1, .workers = 2, .queue = 4, .wait_ms = 2000};

#define AUTO_POOL __attribute__((cleanup(password_pool_free))) struct password_pool *

static str_t hash_of(struct password_pool *pool, arena_t *arena, str_t password)
{
    str_t phc;
    assert_ok(password_hash(pool, arena, password, &phc));
    return phc;
}

static bool is_right(struct password_pool *pool, str_t password, str_t phc)
{
    bool right, rehash;
    assert_ok(password_verify(pool, password, phc, &right, &rehash));
    if (!right)
        assert_false(rehash);
    return right;
}

/* ---- right and wrong ---- */

static void only_the_password_is_right(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    AUTO_POOL pool = password_pool_new(&small);
    str_t phc = hash_of(pool, arena, STR("correct horse"));
    assert_true(is_right(pool, STR("correct horse"), phc));
    assert_false(is_right(pool, STR("correct hors"), phc));
    assert_false(is_right(pool, STR("correct horse "), phc));
    assert_false(is_right(pool, STR("Correct horse"), phc));
    assert_false(is_right(pool, STR(""), phc));
    assert_false(is_right(pool, phc, phc));
}

static void bytes_behind_a_nul_count(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    AUTO_POOL pool = password_pool_new(&small);
    str_t phc = hash_of(pool, arena, STR("abc\0def"));
    assert_true(is_right(pool, STR("abc\0def"), phc));
    assert_false(is_right(pool, STR("abc\0xyz"), phc));
    assert_false(is_right(pool, STR("abc"), phc));
}

static void longest_password_counts_to_its_last_byte(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    AUTO_POOL pool = password_pool_new(&small);
    char text[PASSWORD_BYTES_MAX + 1];
    memset(text, 'a', sizeof text);
    str_t longest = {text, PASSWORD_BYTES_MAX};
    str_t phc = hash_of(pool, arena, longest);
    assert_true(is_right(pool, longest, phc));
    assert_false(is_right(pool, (str_t){text, sizeof text}, phc));
    text[PASSWORD_BYTES_MAX - 1] = 'b';
    assert_false(is_right(pool, longest, phc));
}

static void hash_says_its_parameters_and_has_a_salt_of_its_own(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    AUTO_POOL pool = password_pool_new(&small);
    str_t a = hash_of(pool, arena, STR("x")), b = hash_of(pool, arena, STR("x"));
    assert_true(str_starts_with(a, STR("$argon2id$v=19$m=64,t=1,p=1$")));
    assert_false(str_eq(a, b));
}

static void outdated_parameters_ask_for_another_hash(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    AUTO_POOL old = password_pool_new(&small);
    struct password_settings more_memory = small, more_ops = small;
    more_memory.memory_kib = 128;
    more_ops.ops = 2;
    AUTO_POOL memory = password_pool_new(&more_memory);
    AUTO_POOL ops = password_pool_new(&more_ops);
    str_t phc = hash_of(old, arena, STR("x"));
    bool right, rehash;
    assert_ok(password_verify(old, STR("x"), phc, &right, &rehash));
    assert_true(right && !rehash);
    assert_ok(password_verify(memory, STR("x"), phc, &right, &rehash));
    assert_true(right && rehash);
    assert_ok(password_verify(ops, STR("x"), phc, &right, &rehash));
    assert_true(right && rehash);
    assert_ok(password_verify(ops, STR("y"), phc, &right, &rehash));
    assert_true(!right && !rehash);
}

/* ---- stored hashes ---- */

static void stored_hash_that_is_malformed_or_too_dear_is_refused(void **state)
{
    (void)state;
    AUTO_POOL pool = password_pool_new(&small);
#define TAIL "$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    static const char *const hashes[] = {"", "x", "$argon2id$", "$argon2d$v=19$m=64,t=1,p=1" TAIL,
        "$argon2id$v=16$m=64,t=1,p=1" TAIL, "argon2id$v=19$m=64,t=1,p=1" TAIL,
        "$argon2id$v=19$m=4,t=1,p=1" TAIL, "$argon2id$v=19$m=262145,t=1,p=1" TAIL,
        "$argon2id$v=19$m=4294967296,t=1,p=1" TAIL, "$argon2id$v=19$m=64,t=0,p=1" TAIL,
        "$argon2id$v=19$m=64,t=65,p=1" TAIL, "$argon2id$v=19$m=64,t=1,p=17" TAIL,
        "$argon2id$v=19$m=64,t=1,p=0" TAIL, "$argon2id$v=19$m=-64,t=1,p=1" TAIL,
        "$argon2id$v=19$t=1,m=64,p=1" TAIL, "$argon2id$v=19$m=64,t=1,p=1,x=1" TAIL,
        "$argon2id$v=19$m=64,t=1" TAIL, "$argon2id$v=19$m=64,t=1,p=1",
        "$2b$10$abcdefghijklmnopqrstuu", "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$!!!!"};
    for (size_t i = 0; i < sizeof hashes / sizeof hashes[0]; i++) {
        bool right = true, rehash = true;
        result_t result =
            password_verify(pool, STR("x"), str_from_cstr(hashes[i]), &right, &rehash);
        if (result.code != RESULT_CORRUPT || right || rehash)
            fail_msg("%s", hashes[i]);
    }
    assert_int_equal(password_pool_load(pool).running, 0);
}

static void hash_of_another_program_asks_for_another(void **state)
{
    (void)state;
    AUTO_POOL pool = password_pool_new(&small);
    bool right, rehash;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        str_t password = str_from_cstr(vectors[i].password);
        str_t hash = str_from_cstr(vectors[i].hash);
        assert_ok(password_verify(pool, password, hash, &right, &rehash));
        assert_true(right && rehash);
        assert_ok(password_verify(pool, STR("another"), hash, &right, &rehash));
        assert_true(!right && !rehash);
    }
    assert_int_equal(password_pool_load(pool).running, 0);
    assert_int_equal(password_pool_load(pool).most_running, 1);
}

/* What bcrypt never looked at was not proved: no hash may vouch for it. */
static void password_that_bcrypt_cut_is_not_hashed_anew(void **state)
{
    (void)state;
    AUTO_POOL pool = password_pool_new(&small);
    char text[80];
    bool right, rehash;
    memset(text, 'a', sizeof text);
    assert_ok(password_verify(pool, (str_t){text, 80}, STR(BCRYPT_72_A), &right, &rehash));
    assert_true(right && !rehash);
    assert_ok(password_verify(pool, (str_t){text, 72}, STR(BCRYPT_72_A), &right, &rehash));
    assert_true(right && rehash);
}

/* ---- bounds ---- */

struct caller {
    struct password_pool *pool;
    pthread_barrier_t *together;
    enum result_code code;
};

static void *verify_dummy(void *self)
{
    struct caller *caller = self;
    pthread_barrier_wait(caller->together);
    caller->code = password_verify_dummy(caller->pool, STR("x")).code;
    return NULL;
}

/* All at one time; how many were refused. */
static unsigned crowd(struct password_pool *pool)
{
    struct caller callers[CALLERS];
    pthread_t threads[CALLERS];
    pthread_barrier_t together;
    unsigned busy = 0;
    pthread_barrier_init(&together, NULL, CALLERS);
    for (int i = 0; i < CALLERS; i++) {
        callers[i] = (struct caller){pool, &together, RESULT_FAILED};
        pthread_create(&threads[i], NULL, verify_dummy, &callers[i]);
    }
    for (int i = 0; i < CALLERS; i++) {
        pthread_join(threads[i], NULL);
        assert_true(callers[i].code == RESULT_OK || callers[i].code == RESULT_BUSY);
        busy += callers[i].code == RESULT_BUSY;
    }
    pthread_barrier_destroy(&together);
    return busy;
}

static const struct password_settings slow = {
    .memory_kib = 19456, .ops = 4, .workers = 2, .queue = 3, .wait_ms = 60000};

static void crowd_never_runs_more_than_the_workers(void **state)
{
    (void)state;
    AUTO_POOL pool = password_pool_new(&slow);
    unsigned busy = crowd(pool);
    struct password_pool_load load = password_pool_load(pool);
    assert_int_equal(load.most_running, 2);
    assert_int_equal(load.running, 0);
    assert_int_equal(load.waiting, 0);
    assert_int_equal(load.refused, busy);
    assert_in_range(busy, 1, CALLERS - 2 - 3);
}

static void queue_that_is_long_enough_refuses_nobody(void **state)
{
    (void)state;
    struct password_settings settings = slow;
    settings.queue = CALLERS;
    AUTO_POOL pool = password_pool_new(&settings);
    assert_int_equal(crowd(pool), 0);
    assert_int_equal(password_pool_load(pool).refused, 0);
}

static void who_waits_too_long_is_refused(void **state)
{
    (void)state;
    struct password_settings settings = slow;
    settings.workers = 1;
    settings.ops = 32;
    settings.queue = CALLERS;
    settings.wait_ms = 1;
    AUTO_POOL pool = password_pool_new(&settings);
    assert_in_range(crowd(pool), 1, CALLERS - 1);
    assert_int_equal(password_pool_load(pool).waiting, 0);
}

static void workers_follow_the_processors_when_nothing_is_said(void **state)
{
    (void)state;
    struct password_settings settings = slow;
    settings.workers = 0;
    settings.queue = CALLERS;
    AUTO_POOL pool = password_pool_new(&settings);
    assert_int_equal(crowd(pool), 0);
    assert_in_range(password_pool_load(pool).most_running, 1, CALLERS);
}

/* ---- an unknown person ---- */

static int64_t cpu_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Processor time of this thread, the least of some tries: it does not depend on what else runs. */
static void unknown_person_costs_what_a_wrong_password_costs(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct password_settings settings = slow;
    settings.ops = 2;
    AUTO_POOL pool = password_pool_new(&settings);
    str_t phc = hash_of(pool, arena, STR("right"));
    int64_t known = INT64_MAX, unknown = INT64_MAX;
    for (int i = 0; i < MEASURED; i++) {
        int64_t from = cpu_us();
        assert_false(is_right(pool, STR("wrong"), phc));
        int64_t between = cpu_us();
        assert_ok(password_verify_dummy(pool, STR("wrong")));
        int64_t to = cpu_us();
        known = between - from < known ? between - from : known;
        unknown = to - between < unknown ? to - between : unknown;
    }
    assert_true(known > 1000);
    if (llabs(known - unknown) * 4 > known)
        fail_msg("%lld us known, %lld us unknown", (long long)known, (long long)unknown);
}

static void unknown_person_waits_in_the_same_queue(void **state)
{
    (void)state;
    struct password_settings settings = slow;
    settings.workers = 1;
    settings.queue = 0;
    AUTO_POOL pool = password_pool_new(&settings);
    unsigned busy = crowd(pool);
    assert_int_equal(busy, password_pool_load(pool).refused);
    assert_true(busy > 0);
}

static int start(void **state)
{
    (void)state;
    return result_ok(crypto_init()) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_password_is_right),
        cmocka_unit_test(bytes_behind_a_nul_count),
        cmocka_unit_test(longest_password_counts_to_its_last_byte),
        cmocka_unit_test(hash_says_its_parameters_and_has_a_salt_of_its_own),
        cmocka_unit_test(outdated_parameters_ask_for_another_hash),
        cmocka_unit_test(stored_hash_that_is_malformed_or_too_dear_is_refused),
        cmocka_unit_test(hash_of_another_program_asks_for_another),
        cmocka_unit_test(password_that_bcrypt_cut_is_not_hashed_anew),
        cmocka_unit_test(crowd_never_runs_more_than_the_workers),
        cmocka_unit_test(queue_that_is_long_enough_refuses_nobody),
        cmocka_unit_test(who_waits_too_long_is_refused),
        cmocka_unit_test(workers_follow_the_processors_when_nothing_is_said),
        cmocka_unit_test(unknown_person_costs_what_a_wrong_password_costs),
        cmocka_unit_test(unknown_person_waits_in_the_same_queue),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
