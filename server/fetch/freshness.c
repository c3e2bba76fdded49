#include "fetch/freshness.h"

static str_t unquoted(str_t value)
{
    if (value.len >= 2 && str_starts_with(value, STR("\"")) && str_ends_with(value, STR("\"")))
        return str_first(str_from(value, 1), value.len - 2);
    return value;
}

/* Section 4.2.1: what is no number counts as stale; of several the least counts. */
static void apply(str_t directive, int64_t *life_s, bool *said)
{
    str_t name, value = directive;
    int64_t seconds = 0;

    str_next(&value, '=', &name);
    name = str_trim(name);
    bool max_age = str_eq_ci(name, STR("max-age"));
    if (!max_age && !str_eq_ci(name, STR("no-store")) && !str_eq_ci(name, STR("no-cache")))
        return;
    if (max_age && !str_to_int64(unquoted(str_trim(value)), &seconds))
        seconds = 0;
    if (!*said || seconds < *life_s)
        *life_s = seconds;
    *said = true;
}

int64_t freshness_s(str_t cache_control, str_t age)
{
    int64_t life_s = FRESH_DEFAULT_S, age_s = 0;
    bool said = false;
    str_t directive;

    while (str_next(&cache_control, ',', &directive))
        apply(directive, &life_s, &said);
    if (str_to_int64(str_trim(age), &age_s))
        life_s -= age_s;
    if (life_s < FRESH_MIN_S)
        return FRESH_MIN_S;
    return life_s > FRESH_MAX_S ? FRESH_MAX_S : life_s;
}
