#include "metrics/requests.h"

#include "support/unit.h"

static const char *const routes[] = {"/a", "/b", "/a"};

static int setup(void **state)
{
    *state = metrics_requests_new(routes, 3);
    return 0;
}

static int teardown(void **state)
{
    metrics_requests_free((struct metrics_requests **)state);
    return 0;
}

static bool says(void **state, const char *line)
{
    AUTO_ARENA arena = arena_new(2 * EXPOSITION_MAX_BYTES);
    struct exposition out = exposition_new(arena);

    metrics_requests_put(*state, &out);
    buf_put_char(&out.text, '\0');
    return strstr(out.text.ptr, line) != NULL;
}

static void route_that_was_not_asked_has_no_series(void **state)
{
    assert_false(says(state, "route=\"/a\""));
    assert_false(says(state, "route=\"none\""));
}

static void request_without_a_route_is_counted_under_none(void **state)
{
    metrics_requests_count(*state, 3, 404, 10);
    metrics_requests_count(*state, 99, 404, 10);
    assert_true(says(state, "tessera_http_requests_total{route=\"none\",status=\"404\"} 2\n"));
}

static void status_that_is_none_is_counted_as_a_failure_of_ours(void **state)
{
    metrics_requests_count(*state, 1, 0, 10);
    metrics_requests_count(*state, 1, 6000, 10);
    assert_true(says(state, "tessera_http_requests_total{route=\"/b\",status=\"500\"} 2\n"));
}

static void two_rows_of_one_path_are_one_series(void **state)
{
    metrics_requests_count(*state, 0, 200, 10);
    metrics_requests_count(*state, 2, 200, 10);
    assert_true(says(state, "tessera_http_requests_total{route=\"/a\",status=\"200\"} 2\n"));
}

static void latency_falls_into_its_bucket_and_all_above(void **state)
{
    metrics_requests_count(*state, 1, 200, 1000);
    metrics_requests_count(*state, 1, 200, 1001);
    metrics_requests_count(*state, 1, 200, 9000000);
    assert_true(says(state, "tessera_http_request_seconds_bucket{route=\"/b\",le=\"0.001\"} 1\n"));
    assert_true(says(state, "tessera_http_request_seconds_bucket{route=\"/b\",le=\"0.0025\"} 2\n"));
    assert_true(says(state, "tessera_http_request_seconds_bucket{route=\"/b\",le=\"5\"} 2\n"));
    assert_true(says(state, "tessera_http_request_seconds_bucket{route=\"/b\",le=\"+Inf\"} 3\n"));
    assert_true(says(state, "tessera_http_request_seconds_sum{route=\"/b\"} 9.002001\n"));
    assert_true(says(state, "tessera_http_request_seconds_count{route=\"/b\"} 3\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(route_that_was_not_asked_has_no_series, setup, teardown),
        cmocka_unit_test_setup_teardown(
            request_without_a_route_is_counted_under_none, setup, teardown),
        cmocka_unit_test_setup_teardown(
            status_that_is_none_is_counted_as_a_failure_of_ours, setup, teardown),
        cmocka_unit_test_setup_teardown(two_rows_of_one_path_are_one_series, setup, teardown),
        cmocka_unit_test_setup_teardown(
            latency_falls_into_its_bucket_and_all_above, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
