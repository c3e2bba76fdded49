#include "notify/sms_limit.h"

#include "crypto/digest.h"

enum { DAY_S = 86400 };

/* A bucket is of one day, and closes until its end. The table shows neither number nor address. */
static result_t count(arena_t *arena, const struct authn_store *throttles, const char *kind,
    str_t whose, int64_t limit, int64_t now, bool *allowed)
{
    int64_t day = now / DAY_S, left_s = (day + 1) * DAY_S - now;
    const struct authn_throttle_rule rule = {
        .tries = limit, .lock_s = left_s, .lock_max_s = left_s, .window_s = DAY_S};
    str_t bucket = digest_token(
        arena, arena_printf(arena, "sms:%s:%lld:%.*s", kind, (long long)day, STR_ARG(whose)));
    struct authn_attempt attempt;

    if (!*allowed)
        return OK;
    TRY(throttles->throttle_attempt(throttles->self, bucket, &rule, now, &attempt));
    *allowed = attempt.allowed;
    return OK;
}

result_t sms_limit_count(arena_t *arena, const struct authn_store *throttles,
    const struct sms_limits *limits, str_t number, str_t address, int64_t now, bool *allowed_out)
{
    size_t block = number.len > SMS_BLOCK_DIGITS ? number.len - SMS_BLOCK_DIGITS : 0;

    *allowed_out = true;
    if (str_present(address))
        TRY(count(arena, throttles, "address", address, limits->address, now, allowed_out));
    TRY(count(arena, throttles, "number", number, limits->number, now, allowed_out));
    TRY(count(
        arena, throttles, "prefix", str_first(number, block), limits->prefix, now, allowed_out));
    return count(arena, throttles, "all", STR(""), limits->all, now, allowed_out);
}
