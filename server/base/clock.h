/* Time comes in through this port, so that tests own it; the core never calls time(). */
#ifndef TESSERA_BASE_CLOCK_H
#define TESSERA_BASE_CLOCK_H

#include "base/str.h"

struct clock {
    void *self;
    int64_t (*now_ms)(void *self); /* Unix time in milliseconds */
};

extern const struct clock clock_system;

static inline int64_t clock_now_ms(const struct clock *clock)
{
    return clock->now_ms(clock->self);
}

static inline int64_t clock_now_s(const struct clock *clock)
{
    return clock_now_ms(clock) / 1000;
}

/* Milliseconds that only ever grow; for durations, deadlines and back-off. */
int64_t clock_monotonic_ms(void);

/* The same in microseconds, for what is measured. */
int64_t clock_monotonic_us(void);

/* RFC 3339 in UTC with seconds ("2026-01-31T23:59:59Z") into `out`. */
enum { CLOCK_RFC3339_SIZE = 32 };
void clock_rfc3339(int64_t unix_s, char out[CLOCK_RFC3339_SIZE]);

/* The same read back, with any offset and fraction (RFC 3339, section 5.6); the fraction is
 * dropped. False for anything else, before 1970 and for days that no calendar has. */
bool clock_from_rfc3339(str_t text, int64_t *unix_s_out);

#endif
