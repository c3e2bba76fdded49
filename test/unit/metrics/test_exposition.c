#include "metrics/exposition.h"

#include "support/unit.h"

static void family_has_its_help_type_and_samples(void **state)
{
    AUTO_ARENA arena = arena_new(2 * EXPOSITION_MAX_BYTES);
    struct exposition out = exposition_new(arena);
    (void)state;

    exposition_family(&out, "a_total", "counter", "Help.");
    exposition_sample(&out, "a_total", "x=\"1\",y=\"2\"", 3);
    exposition_sample(&out, "a_total", NULL, 0.25);
    assert_str(buf_str(&out.text),
        "# HELP a_total Help.\n# TYPE a_total counter\na_total{x=\"1\",y=\"2\"} 3\na_total 0.25\n");
}

static void large_counts_stay_whole(void **state)
{
    AUTO_ARENA arena = arena_new(2 * EXPOSITION_MAX_BYTES);
    struct exposition out = exposition_new(arena);
    (void)state;

    exposition_sample(&out, "a", "", 123456789012.0);
    assert_str(buf_str(&out.text), "a 123456789012\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(family_has_its_help_type_and_samples),
        cmocka_unit_test(large_counts_stay_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
