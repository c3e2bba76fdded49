#include "base/clock.h"

#include <stdio.h>
#include <time.h>

static int64_t read_ms(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t system_now_ms(void *self)
{
    (void)self;
    return read_ms(CLOCK_REALTIME);
}

const struct clock clock_system = {.now_ms = system_now_ms};

int64_t clock_monotonic_ms(void)
{
    return read_ms(CLOCK_MONOTONIC);
}

int64_t clock_monotonic_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void clock_rfc3339(int64_t unix_s, char out[CLOCK_RFC3339_SIZE])
{
    time_t seconds = (time_t)unix_s;
    struct tm tm;
    gmtime_r(&seconds, &tm);
    if (strftime(out, CLOCK_RFC3339_SIZE, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
        out[0] = '\0';
}

/* `len` digits at `at`. */
static bool read_digits(str_t text, size_t at, size_t len, int *value_out)
{
    int64_t value;

    if (!str_to_int64(str_first(str_from(text, at), len), &value) || text.len < at + len)
        return false;
    *value_out = (int)value;
    return true;
}

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && leap ? 29 : days[month - 1];
}

static bool has_shape(str_t text)
{
    static const char shape[] = "0000-00-00T00:00:00";

    for (size_t i = 0; i < sizeof shape - 1; i++)
        if (shape[i] != '0' && text.ptr[i] != shape[i] &&
            !(shape[i] == 'T' && (text.ptr[i] == 't' || text.ptr[i] == ' ')))
            return false;
    return true;
}

/* "Z", "+02:00" or "-05:30", in seconds. */
static bool read_offset(str_t text, int64_t *offset_out)
{
    int hours, minutes;

    *offset_out = 0;
    if (str_eq_ci(text, STR("z")))
        return true;
    if (text.len != 6 || text.ptr[3] != ':' || !read_digits(text, 1, 2, &hours) ||
        !read_digits(text, 4, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    *offset_out = (hours * 60 + minutes) * 60 * (text.ptr[0] == '-' ? -1 : 1);
    return text.ptr[0] == '+' || text.ptr[0] == '-';
}

static str_t without_fraction(str_t text)
{
    size_t digits = 1;

    if (text.len == 0 || text.ptr[0] != '.')
        return text;
    while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
        digits++;
    return digits > 1 ? str_from(text, digits) : text;
}

bool clock_from_rfc3339(str_t text, int64_t *unix_s_out)
{
    enum { TIME_LEN = 19 };
    struct tm tm = {0};
    int64_t offset;

    if (text.len <= TIME_LEN || !has_shape(text) || !read_digits(text, 0, 4, &tm.tm_year) ||
        !read_digits(text, 5, 2, &tm.tm_mon) || !read_digits(text, 8, 2, &tm.tm_mday) ||
        !read_digits(text, 11, 2, &tm.tm_hour) || !read_digits(text, 14, 2, &tm.tm_min) ||
        !read_digits(text, 17, 2, &tm.tm_sec) ||
        !read_offset(without_fraction(str_from(text, TIME_LEN)), &offset))
        return false;
    if (tm.tm_year < 1970 || tm.tm_mon < 1 || tm.tm_mon > 12 || tm.tm_mday < 1 ||
        tm.tm_mday > days_of_month(tm.tm_year, tm.tm_mon) || tm.tm_hour > 23 || tm.tm_min > 59 ||
        tm.tm_sec > 60)
        return false;
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    *unix_s_out = (int64_t)timegm(&tm) - offset;
    return *unix_s_out >= 0;
}
