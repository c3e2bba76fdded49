#include "fetch/resolver.h"

#include "base/clock.h"
#include "support/unit.h"

#include <stdatomic.h>
#include <unistd.h>

enum { SLOW_MS = 400, SHORT_MS = 50 };

static atomic_uint slow_calls;

static enum fetch_failure slow(const char *name, uint16_t port, struct fetch_addresses *out)
{
    (void)name;
    *out = (struct fetch_addresses){.n = 1};
    out->items[0].v4 = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
    atomic_fetch_add(&slow_calls, 1);
    usleep(SLOW_MS * 1000);
    return FETCH_ANSWERED;
}

static enum fetch_failure ask(
    struct fetch_lookups *lookups, const char *name, int64_t time_ms, struct fetch_addresses *out)
{
    struct fetch_resolver resolver = fetch_lookups_resolver(lookups);

    return resolver.resolve(resolver.self, name, 8443, clock_monotonic_ms() + time_ms, out);
}

static void a_slow_name_holds_nobody_up(void **state)
{
    struct fetch_lookups *lookups = fetch_lookups_new(slow);
    struct fetch_addresses addresses;
    int64_t before = clock_monotonic_ms();

    (void)state;
    assert_int_equal(ask(lookups, "a.example", SHORT_MS, &addresses), FETCH_TIMEOUT);
    assert_in_range(clock_monotonic_ms() - before, SHORT_MS - 1, SLOW_MS - 1);
    fetch_lookups_free(&lookups); /* while its thread is still inside */
    usleep((SLOW_MS + 100) * 1000);
}

static void lookups_left_behind_are_bounded(void **state)
{
    struct fetch_lookups *lookups = fetch_lookups_new(slow);
    struct fetch_addresses addresses;

    (void)state;
    atomic_store(&slow_calls, 0);
    for (int i = 0; i < FETCH_LOOKUPS_MAX + 8; i++)
        assert_int_equal(ask(lookups, "a.example", 0, &addresses), FETCH_TIMEOUT);
    usleep((SLOW_MS + 200) * 1000);
    assert_int_equal(atomic_load(&slow_calls), FETCH_LOOKUPS_MAX);
    /* and end */
    assert_int_equal(ask(lookups, "a.example", 10 * SLOW_MS, &addresses), FETCH_ANSWERED);
    assert_int_equal(ntohs(addresses.items[0].v4.sin_port), 8443);
    fetch_lookups_free(&lookups);
    usleep(100 * 1000);
}

static void the_system_knows_localhost_and_no_invalid_name(void **state)
{
    struct fetch_lookups *lookups = fetch_lookups_new(fetch_lookup_system);
    struct fetch_addresses addresses;

    (void)state;
    assert_int_equal(ask(lookups, "localhost", 3000, &addresses), FETCH_ANSWERED);
    assert_true(addresses.n > 0);
    for (size_t i = 0; i < addresses.n; i++) {
        const union address_socket *each = &addresses.items[i];
        uint16_t port = each->any.sa_family == AF_INET ? each->v4.sin_port : each->v6.sin6_port;
        assert_int_equal(ntohs(port), 8443);
    }
    assert_int_not_equal(ask(lookups, "nobody.invalid", 3000, &addresses), FETCH_ANSWERED);
    fetch_lookups_free(&lookups);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slow_name_holds_nobody_up),
        cmocka_unit_test(lookups_left_behind_are_bounded),
        cmocka_unit_test(the_system_knows_localhost_and_no_invalid_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
