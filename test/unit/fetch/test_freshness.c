#include "fetch/freshness.h"

#include "support/unit.h"

static int64_t life(const char *cache_control, const char *age)
{
    return freshness_s(str_from_cstr(cache_control), str_from_cstr(age));
}

static void peers_stay_within_our_bounds(void **state)
{
    (void)state;
    assert_int_equal(life("max-age=0", NULL), FRESH_MIN_S);
    assert_int_equal(life("no-store", NULL), FRESH_MIN_S);
    assert_int_equal(life("no-cache, max-age=600", NULL), FRESH_MIN_S);
    assert_int_equal(life("max-age=600, NO-STORE", NULL), FRESH_MIN_S);
    assert_int_equal(life("max-age=999999999999999999", NULL), FRESH_MAX_S);
    assert_int_equal(life("max-age=600", "9999"), FRESH_MIN_S);
}

static void nonsense_counts_as_stale(void **state)
{
    (void)state;
    assert_int_equal(life("max-age=", NULL), FRESH_MIN_S);
    assert_int_equal(life("max-age", NULL), FRESH_MIN_S);
    assert_int_equal(life("max-age=-1", NULL), FRESH_MIN_S);
    assert_int_equal(life("max-age=1e9", NULL), FRESH_MIN_S);
    assert_int_equal(life("max-age=99999999999999999999", NULL), FRESH_MIN_S);
    assert_int_equal(life("max-age=600, max-age=60", NULL), 60);
}

static void what_is_said_is_honoured(void **state)
{
    (void)state;
    assert_int_equal(life(NULL, NULL), FRESH_DEFAULT_S);
    assert_int_equal(life("", NULL), FRESH_DEFAULT_S);
    assert_int_equal(life("public, must-revalidate", NULL), FRESH_DEFAULT_S);
    assert_int_equal(life("s-maxage=900", NULL), FRESH_DEFAULT_S); /* for shared caches */
    assert_int_equal(life("public , Max-Age = \"900\"", NULL), 900);
    assert_int_equal(life("max-age=900", " 100 "), 800);
    assert_int_equal(life("max-age=900", "x"), 900);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(peers_stay_within_our_bounds),
        cmocka_unit_test(nonsense_counts_as_stale),
        cmocka_unit_test(what_is_said_is_honoured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
