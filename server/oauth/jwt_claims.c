#include "oauth/jwt_claims.h"

#include "base/json_read.h"

static const int64_t year_9999_end = 253402300799;

enum claim_read claims_time(const json_t *claims, const char *name, int64_t *unix_s_out)
{
    if (json_object_get(claims, name) == NULL)
        return CLAIM_ABSENT;
    int64_t value;
    if (!json_read_int(claims, name, &value) || value < 0 || value > year_9999_end)
        return CLAIM_BAD;
    *unix_s_out = value;
    return CLAIM_READ;
}

bool claims_aud_has(const json_t *claims, str_t audience)
{
    if (str_present(json_read_str(claims, "aud")))
        return str_eq(json_read_str(claims, "aud"), audience);
    const json_t *list = json_read_str_array(claims, "aud");
    for (size_t i = 0; i < json_array_size(list); i++)
        if (str_eq(json_array_str(list, i), audience))
            return true;
    return false;
}

bool claims_aud_is(const json_t *claims, str_t audience)
{
    const json_t *aud = json_object_get(claims, "aud");
    return claims_aud_has(claims, audience) && (!json_is_array(aud) || json_array_size(aud) == 1);
}

const char *claims_verdict_text(enum claims_verdict verdict)
{
    switch (verdict) {
    case CLAIMS_GOOD:
        return "good";
    case CLAIMS_ISS_WRONG:
        return "iss is missing or wrong";
    case CLAIMS_AUD_WRONG:
        return "aud is missing or wrong";
    case CLAIMS_EXP_MISSING:
        return "exp is missing or no whole number";
    case CLAIMS_EXPIRED:
        return "exp is over";
    case CLAIMS_TOO_LONG:
        return "exp lies too far ahead";
    case CLAIMS_NBF_WRONG:
        return "nbf lies ahead or is no whole number";
    case CLAIMS_IAT_WRONG:
        return "iat lies ahead or is no whole number";
    }
    return "";
}

/* Absent, or a time that is not ahead of ours by more than the clocks may differ. */
static bool has_begun(
    const json_t *claims, const char *name, const struct claims_expected *expected)
{
    int64_t from = 0;
    enum claim_read read = claims_time(claims, name, &from);
    return read == CLAIM_ABSENT ||
           (read == CLAIM_READ && from <= expected->now_s + expected->skew_s);
}

enum claims_verdict claims_judge(const json_t *claims, const struct claims_expected *expected)
{
    int64_t exp = 0;
    if (str_present(expected->iss) && !str_eq(json_read_str(claims, "iss"), expected->iss))
        return CLAIMS_ISS_WRONG;
    if (str_present(expected->aud) && !claims_aud_has(claims, expected->aud))
        return CLAIMS_AUD_WRONG;
    if (claims_time(claims, "exp", &exp) != CLAIM_READ)
        return CLAIMS_EXP_MISSING;
    if (exp <= expected->now_s)
        return CLAIMS_EXPIRED;
    if (expected->life_max_s > 0 && exp - expected->now_s > expected->life_max_s)
        return CLAIMS_TOO_LONG;
    if (!has_begun(claims, "nbf", expected))
        return CLAIMS_NBF_WRONG;
    return has_begun(claims, "iat", expected) ? CLAIMS_GOOD : CLAIMS_IAT_WRONG;
}
