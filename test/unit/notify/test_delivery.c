#include "notify/delivery.h"

#include "support/unit.h"
#include "unit/notify/fake_store.h"

#include <time.h>

struct world {
    struct fake_store *fake;
    struct delivery_options options;
    struct delivery *delivery;
    atomic_int inside;     /* deliveries at this moment */
    atomic_int most;       /* at once, so far */
    atomic_int deliveries; /* of both gateways */
    atomic_bool hangs;     /* the gateway of mail, until the server ends */
};

static void sleep_ms(long ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

/* Assertions belong to the test's own thread, so this waits for a fact, for some seconds. */
#define wait_until(fact)                                                                           \
    do {                                                                                           \
        for (int waited_ = 0; !(fact) && waited_ < 5000; waited_++)                                \
            sleep_ms(1);                                                                           \
        assert_true(fact);                                                                         \
    } while (0)

static struct notify_answer deliver_mail(
    void *self, arena_t *arena, const struct notify_errand *errand)
{
    struct world *world = self;
    int inside = atomic_fetch_add(&world->inside, 1) + 1;
    (void)arena;

    if (inside > atomic_load(&world->most))
        atomic_store(&world->most, inside);
    sleep_ms(5);
    while (atomic_load(&world->hangs) && !atomic_load(errand->stopping))
        sleep_ms(1);
    atomic_fetch_sub(&world->inside, 1);
    atomic_fetch_add(&world->deliveries, 1);
    return (struct notify_answer){
        atomic_load(&world->hangs) ? NOTIFY_FAILED : NOTIFY_ARRIVED, STR_NONE};
}

static struct notify_answer deliver_sms(
    void *self, arena_t *arena, const struct notify_errand *errand)
{
    struct world *world = self;
    (void)arena;
    (void)errand;

    atomic_fetch_add(&world->deliveries, 1);
    return (struct notify_answer){NOTIFY_ARRIVED, STR_NONE};
}

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    const struct backoff backoff = {.tries = 3, .first_s = 10, .max_s = 100};
    void *fake;

    fake_store_begin(&fake);
    world->fake = fake;
    world->options = (struct delivery_options){
        .store = &world->fake->port,
        .key = world->fake->key,
        .audit = &world->fake->audit,
        .random = &world->fake->random,
        .clock = &world->fake->clock,
        .claim_s = 60,
        .lanes = {{NOTIFY_MAIL, {world, deliver_mail}, backoff, 3},
            {NOTIFY_SMS, {world, deliver_sms}, backoff, 1}},
        .lanes_n = 2,
    };
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    void *fake = world->fake;

    delivery_free(&world->delivery);
    fake_store_end(&fake);
    free(world);
    return 0;
}

static size_t in_state(struct world *world, const char *wanted)
{
    size_t n = 0;

    pthread_mutex_lock(&world->fake->lock);
    for (size_t i = 0; i < world->fake->n; i++)
        n += str_eq(world->fake->messages[i].state, str_from_cstr(wanted)) ? 1 : 0;
    pthread_mutex_unlock(&world->fake->lock);
    return n;
}

static size_t looks(struct world *world)
{
    pthread_mutex_lock(&world->fake->lock);
    size_t n = world->fake->looks;
    pthread_mutex_unlock(&world->fake->lock);
    return n;
}

static void never_more_deliveries_at_once_than_threads(void **state)
{
    struct world *world = *state;

    for (int i = 0; i < 30; i++)
        fake_store_add(world->fake);
    assert_ok(delivery_start(&world->options, &world->delivery));
    wait_until(in_state(world, NOTIFY_DELIVERED) == 30);
    assert_int_equal(atomic_load(&world->deliveries), 30);
    assert_in_range(atomic_load(&world->most), 1, 3);
}

static void hanging_gateway_holds_up_its_own_kind_only(void **state)
{
    struct world *world = *state;

    atomic_store(&world->hangs, true);
    for (int i = 0; i < 6; i++)
        fake_store_add(world->fake);
    fake_store_add(world->fake)->kind = STR(NOTIFY_SMS);
    assert_ok(delivery_start(&world->options, &world->delivery));
    wait_until(in_state(world, NOTIFY_DELIVERED) == 1);
    wait_until(atomic_load(&world->inside) == 3);
    assert_str(world->fake->messages[6].state, NOTIFY_DELIVERED);
}

static void end_waits_for_what_has_begun_and_begins_nothing_more(void **state)
{
    struct world *world = *state;

    atomic_store(&world->hangs, true);
    for (int i = 0; i < 6; i++)
        fake_store_add(world->fake);
    assert_ok(delivery_start(&world->options, &world->delivery));
    wait_until(atomic_load(&world->inside) == 3);
    delivery_stop(world->delivery);
    assert_int_equal(atomic_load(&world->inside), 0);
    assert_int_equal(atomic_load(&world->deliveries), 3);
    assert_int_equal(in_state(world, NOTIFY_PENDING), 6);
    for (size_t i = 0; i < world->fake->n; i++)
        assert_false(str_present(world->fake->messages[i].claimed_by));
    delivery_wake(world->delivery, STR(NOTIFY_MAIL)); /* nobody is there */
    delivery_stop(world->delivery);
}

static void woken_delivery_looks_before_the_next_poll(void **state)
{
    struct world *world = *state;

    assert_ok(delivery_start(&world->options, &world->delivery));
    wait_until(looks(world) >= 2); /* both lanes have looked once */
    sleep_ms(50);
    fake_store_add(world->fake);
    int64_t begun = clock_monotonic_ms();
    delivery_wake(world->delivery, STR(NOTIFY_MAIL));
    wait_until(in_state(world, NOTIFY_DELIVERED) == 1);
    assert_true(clock_monotonic_ms() - begun < 800);
}

static void message_of_another_process_is_found_by_polling(void **state)
{
    struct world *world = *state;

    assert_ok(delivery_start(&world->options, &world->delivery));
    wait_until(looks(world) >= 2);
    sleep_ms(20);
    fake_store_add(world->fake);
    wait_until(in_state(world, NOTIFY_DELIVERED) == 1);
}

static void store_that_is_away_is_not_asked_without_a_pause(void **state)
{
    struct world *world = *state;

    world->fake->answer = result_fail(RESULT_UNAVAILABLE, "away");
    assert_ok(delivery_start(&world->options, &world->delivery));
    wait_until(looks(world) >= 2);
    sleep_ms(300);
    assert_in_range(looks(world), 2, 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(never_more_deliveries_at_once_than_threads),
        TEST(hanging_gateway_holds_up_its_own_kind_only),
        TEST(end_waits_for_what_has_begun_and_begins_nothing_more),
        TEST(woken_delivery_looks_before_the_next_poll),
        TEST(message_of_another_process_is_found_by_polling),
        TEST(store_that_is_away_is_not_asked_without_a_pause),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
