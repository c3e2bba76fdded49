#include "oauth/jwt_claims.h"

#include "base/arena.h"
#include "base/json_read.h"

#include "support/unit.h"

static const struct claims_expected expected = {
    .iss = STR_INIT("https://id.example"),
    .aud = STR_INIT("c-1"),
    .now_s = 1000,
    .skew_s = 10,
    .life_max_s = 600,
};

static enum claims_verdict judge(const char *text)
{
    json_auto_t *claims = json_read_object(str_from_cstr(text), 4096);
    assert_non_null(claims);
    return claims_judge(claims, &expected);
}

/* Good but for what is put behind exp. */
#define WITH(iss, aud, exp, more) "{\"iss\":" iss ",\"aud\":" aud ",\"exp\":" exp more "}"
#define ISS "\"https://id.example\""
#define AUD "\"c-1\""

static void good_claims_pass(void **state)
{
    (void)state;
    assert_int_equal(judge(WITH(ISS, AUD, "1001", "")), CLAIMS_GOOD);
    assert_int_equal(judge(WITH(ISS, AUD, "1600", ",\"nbf\":1010,\"iat\":1010")), CLAIMS_GOOD);
}

static void issuer_is_compared_byte_for_byte(void **state)
{
    (void)state;
    assert_int_equal(judge(WITH("\"https://id.example/\"", AUD, "1100", "")), CLAIMS_ISS_WRONG);
    assert_int_equal(judge(WITH("\"HTTPS://id.example\"", AUD, "1100", "")), CLAIMS_ISS_WRONG);
    assert_int_equal(judge(WITH("[" ISS "]", AUD, "1100", "")), CLAIMS_ISS_WRONG);
    assert_int_equal(judge("{\"aud\":\"c-1\",\"exp\":1100}"), CLAIMS_ISS_WRONG);
}

static void hazard_audience_may_be_a_list(void **state)
{
    (void)state;
    assert_int_equal(judge(WITH(ISS, "[\"other\",\"c-1\"]", "1100", "")), CLAIMS_GOOD);
    assert_int_equal(judge(WITH(ISS, "[]", "1100", "")), CLAIMS_AUD_WRONG);
    assert_int_equal(judge(WITH(ISS, "[\"c-2\"]", "1100", "")), CLAIMS_AUD_WRONG);
    assert_int_equal(judge(WITH(ISS, "[\"c-1\",1]", "1100", "")), CLAIMS_AUD_WRONG);
    assert_int_equal(judge(WITH(ISS, "{\"c-1\":1}", "1100", "")), CLAIMS_AUD_WRONG);
    assert_int_equal(judge(WITH(ISS, "\"c-1 \"", "1100", "")), CLAIMS_AUD_WRONG);
    assert_int_equal(judge("{\"iss\":" ISS ",\"exp\":1100}"), CLAIMS_AUD_WRONG);
}

static bool is_for(const char *aud)
{
    AUTO_ARENA arena = arena_new(1 << 16);
    str_t text = arena_printf(arena, "{\"aud\":%s}", aud);
    json_auto_t *claims = json_read_object(text, 4096);
    assert_non_null(claims);
    return claims_aud_is(claims, STR("c-1"));
}

static void audience_that_is_meant_for_others_too_is_not_the_one(void **state)
{
    (void)state;
    assert_false(is_for("[\"c-1\",\"other\"]"));
    assert_false(is_for("[\"c-1\",\"c-1\"]"));
    assert_false(is_for("[[\"c-1\"]]"));
    assert_false(is_for("[]"));
    assert_false(is_for("\"c-2\""));
    assert_false(is_for("null"));
    assert_true(is_for("\"c-1\""));
    assert_true(is_for("[\"c-1\"]"));
}

static void hazard_token_that_expires_now_is_expired(void **state)
{
    (void)state;
    assert_int_equal(judge(WITH(ISS, AUD, "1000", "")), CLAIMS_EXPIRED);
    assert_int_equal(judge(WITH(ISS, AUD, "999", "")), CLAIMS_EXPIRED);
    assert_int_equal(judge(WITH(ISS, AUD, "0", "")), CLAIMS_EXPIRED);
}

static void hazard_missing_time_is_not_zero(void **state)
{
    (void)state;
    assert_int_equal(judge("{\"iss\":" ISS ",\"aud\":\"c-1\"}"), CLAIMS_EXP_MISSING);
    int64_t value = 7;
    json_auto_t *none = json_object();
    assert_int_equal(claims_time(none, "exp", &value), CLAIM_ABSENT);
    assert_int_equal(value, 7);
}

static void times_that_are_no_whole_numbers_are_refused(void **state)
{
    (void)state;
    assert_int_equal(judge(WITH(ISS, AUD, "\"1100\"", "")), CLAIMS_EXP_MISSING);
    assert_int_equal(judge(WITH(ISS, AUD, "1100.5", "")), CLAIMS_EXP_MISSING);
    assert_int_equal(judge(WITH(ISS, AUD, "1100.0", "")), CLAIMS_EXP_MISSING);
    assert_int_equal(judge(WITH(ISS, AUD, "1.1e3", "")), CLAIMS_EXP_MISSING);
    assert_int_equal(judge(WITH(ISS, AUD, "-1", "")), CLAIMS_EXP_MISSING);
    assert_int_equal(judge(WITH(ISS, AUD, "true", "")), CLAIMS_EXP_MISSING);
    assert_int_equal(judge(WITH(ISS, AUD, "null", "")), CLAIMS_EXP_MISSING);
    assert_int_equal(judge(WITH(ISS, AUD, "[1100]", "")), CLAIMS_EXP_MISSING);
    assert_int_equal(judge(WITH(ISS, AUD, "253402300800", "")), CLAIMS_EXP_MISSING);
    assert_int_equal(judge(WITH(ISS, AUD, "9223372036854775807", "")), CLAIMS_EXP_MISSING);
    assert_int_equal(judge(WITH(ISS, AUD, "1100", ",\"nbf\":\"1\"")), CLAIMS_NBF_WRONG);
    assert_int_equal(judge(WITH(ISS, AUD, "1100", ",\"iat\":1.5")), CLAIMS_IAT_WRONG);
}

static void hazard_times_beyond_2038_keep_their_value(void **state)
{
    (void)state;
    json_auto_t *claims = json_read_object(STR("{\"exp\":253402300799}"), 100);
    int64_t value = 0;
    assert_int_equal(claims_time(claims, "exp", &value), CLAIM_READ);
    assert_true(value == 253402300799);
    const struct claims_expected late = {.now_s = 4294967296};
    assert_int_equal(claims_judge(claims, &late), CLAIMS_GOOD);
    json_auto_t *wrapped = json_read_object(STR("{\"exp\":4294967295}"), 100);
    assert_int_equal(claims_judge(wrapped, &late), CLAIMS_EXPIRED);
}

static void token_of_a_too_long_life_is_refused(void **state)
{
    (void)state;
    assert_int_equal(judge(WITH(ISS, AUD, "1601", "")), CLAIMS_TOO_LONG);
    assert_int_equal(judge(WITH(ISS, AUD, "253402300799", "")), CLAIMS_TOO_LONG);
}

static void token_from_the_future_is_refused_beyond_the_skew(void **state)
{
    (void)state;
    assert_int_equal(judge(WITH(ISS, AUD, "1100", ",\"nbf\":1011")), CLAIMS_NBF_WRONG);
    assert_int_equal(judge(WITH(ISS, AUD, "1100", ",\"iat\":1011")), CLAIMS_IAT_WRONG);
}

static void every_verdict_has_its_text(void **state)
{
    (void)state;
    for (int verdict = CLAIMS_GOOD; verdict <= CLAIMS_IAT_WRONG; verdict++)
        assert_true(str_from_cstr(claims_verdict_text((enum claims_verdict)verdict)).len > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_claims_pass),
        cmocka_unit_test(issuer_is_compared_byte_for_byte),
        cmocka_unit_test(hazard_audience_may_be_a_list),
        cmocka_unit_test(audience_that_is_meant_for_others_too_is_not_the_one),
        cmocka_unit_test(hazard_token_that_expires_now_is_expired),
        cmocka_unit_test(hazard_missing_time_is_not_zero),
        cmocka_unit_test(times_that_are_no_whole_numbers_are_refused),
        cmocka_unit_test(hazard_times_beyond_2038_keep_their_value),
        cmocka_unit_test(token_of_a_too_long_life_is_refused),
        cmocka_unit_test(token_from_the_future_is_refused_beyond_the_skew),
        cmocka_unit_test(every_verdict_has_its_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
