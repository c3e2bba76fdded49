#include "base/clock.h"

#include "support/unit.h"

static void text_that_is_no_time_is_refused(void **state)
{
    static const char *const texts[] = {"", "2026", "2026-01-31", "2026-01-31T23:59:59",
        "2026-01-31T23:59:59X", "2026-01-31T23:59Z", "2026-1-31T23:59:59Z", "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
        "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:61Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+01:00",
        "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+0100", "2026-01-01T00:00:00+24:00",
        "2026-01-01T00:00:00+01:60", "2026-01-01T00:00:00 01:00", "2026-01-01T00:00:00ZZ",
        "+026-01-01T00:00:00Z", "2026/01/01T00:00:00Z", "2026-01-01X00:00:00Z"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int64_t at;
        if (clock_from_rfc3339(str_from_cstr(texts[i]), &at))
            fail_msg("%s", texts[i]);
    }
}

static void time_is_read_whatever_its_offset_and_fraction(void **state)
{
    static const struct {
        const char *text;
        int64_t unix_s;
    } cases[] = {{"1970-01-01T00:00:00Z", 0}, {"2026-01-31T23:59:59Z", 1769903999},
        {"2024-02-29T12:00:00z", 1709208000}, {"2000-02-29 00:00:00Z", 951782400},
        {"2026-01-31T23:59:59.999999Z", 1769903999}, {"2026-02-01T01:59:59+02:00", 1769903999},
        {"2026-01-31t18:29:59.5-05:30", 1769903999}, {"9999-12-31T23:59:60Z", 253402300800}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t at = -1;
        assert_true(clock_from_rfc3339(str_from_cstr(cases[i].text), &at));
        assert_int_equal(at, cases[i].unix_s);
    }
}

static void time_that_is_written_is_read_back(void **state)
{
    (void)state;
    for (int64_t at = 0; at < 4102444800; at += 86400 * 17 + 12345) {
        char text[CLOCK_RFC3339_SIZE];
        int64_t back = -1;
        clock_rfc3339(at, text);
        assert_true(clock_from_rfc3339(str_from_cstr(text), &back));
        assert_int_equal(back, at);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_that_is_no_time_is_refused),
        cmocka_unit_test(time_is_read_whatever_its_offset_and_fraction),
        cmocka_unit_test(time_that_is_written_is_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
