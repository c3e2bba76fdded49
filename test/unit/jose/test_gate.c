#include "jose/gate.h"

#include "base/json_read.h"

#include "support/unit.h"
#include "tokens.h"
#include "vectors.h"

enum { ARENA_MAX = 1 << 20 };

static const char *const at_jwt[] = {"at+jwt", NULL};
static const struct jose_use any_use = {.algs = JOSE_ALG_ALL};

static enum jose_refusal judge(arena_t *arena, str_t text, const struct jose_use *use)
{
    AUTO_JOSE_TOKEN token;
    enum jose_refusal refusal = gate_parse(arena, text, use, &token);
    if (refusal != JOSE_ACCEPTED) {
        assert_null(token.payload);
        assert_false(str_present(token.signature));
    }
    return refusal;
}

static enum jose_refusal judge_header(const char *header, const struct jose_use *use)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    return judge(arena, token_of(arena, str_from_cstr(header), STR("{}"), STR("s")), use);
}

static enum jose_refusal judge_payload(str_t payload)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    return judge(arena, token_of(arena, STR("{\"alg\":\"ES256\"}"), payload, STR("s")), &any_use);
}

#define assert_refused(header, expected)                                                           \
    do {                                                                                           \
        enum jose_refusal got_ = judge_header((header), &any_use);                                 \
        if (got_ != (expected))                                                                    \
            fail_msg("%s: %s", (header), jose_refusal_text(got_));                                 \
    } while (0)

/* ---- what passes ---- */

static void published_token_is_parsed_into_its_parts(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    AUTO_JOSE_TOKEN token;
    assert_int_equal(gate_parse(arena, STR(RFC_EC_TOKEN), &any_use, &token), JOSE_ACCEPTED);
    assert_int_equal(token.alg, JOSE_ES256);
    assert_false(str_present(token.kid));
    assert_false(str_present(token.typ));
    assert_int_equal(token.signature.len, 64);
    assert_str(json_read_str(token.payload, "iss"), "joe");
    assert_true(str_starts_with(STR(RFC_EC_TOKEN), token.signing_input));
}

static void typ_is_compared_without_case_and_prefix(void **state)
{
    (void)state;
    const struct jose_use use = {.algs = JOSE_ALG_ALL, .typs = at_jwt};
    assert_int_equal(judge_header("{\"alg\":\"ES256\",\"typ\":\"at+jwt\"}", &use), JOSE_ACCEPTED);
    assert_int_equal(judge_header("{\"alg\":\"ES256\",\"typ\":\"AT+JWT\"}", &use), JOSE_ACCEPTED);
    assert_int_equal(
        judge_header("{\"alg\":\"ES256\",\"typ\":\"application/at+jwt\"}", &use), JOSE_ACCEPTED);
}

/* ---- the form ---- */

static void other_counts_of_parts_are_refused(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    static const char *const texts[] = {"", ".", "..", "...", "e30", "e30.e30", "e30.e30.",
        ".e30.c2", "e30..c2", "e30.e30.c2.", "e30.e30.c2.c2", "{\"payload\":\"e30\"}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_int_equal(judge(arena, str_from_cstr(texts[i]), &any_use), JOSE_NOT_COMPACT);
    assert_int_equal(judge(arena, STR_NONE, &any_use), JOSE_NOT_COMPACT);
}

static void hazard_foreign_jwe_never_reaches_a_decryptor(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    assert_int_equal(judge(arena,
                         STR("eyJhbGciOiJQQkVTMi1IUzI1NitBMTI4S1ciLCJwMmMiOjIxNDc0ODM2NDcsImVuYy"
                             "I6IkExMjhHQ00ifQ.AAAA.AAAA.AAAA.AAAA"),
                         &any_use),
        JOSE_NOT_COMPACT);
    assert_refused("{\"alg\":\"ECDH-ES+A256KW\",\"enc\":\"A128GCM\"}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ECDH-ES\",\"epk\":{\"kty\":\"OKP\"}}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"PBES2-HS256+A128KW\",\"p2c\":2147483647}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ECDH-ES\"}", JOSE_ALG_NOT_ALLOWED);
    assert_refused("{\"alg\":\"dir\"}", JOSE_ALG_NOT_ALLOWED);
}

static void longer_than_16_kib_is_refused_before_it_is_read(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t filler = repeated(arena, "a", JOSE_TOKEN_MAX);
    assert_int_equal(judge(arena, filler, &any_use), JOSE_NOT_COMPACT);
    filler = repeated(arena, "a", JOSE_TOKEN_MAX + 1);
    assert_int_equal(judge(arena, filler, &any_use), JOSE_TOO_LONG);
    filler = repeated(arena, ".", JOSE_TOKEN_MAX);
    assert_int_equal(judge(arena, filler, &any_use), JOSE_NOT_COMPACT);
}

/* ---- base64url ---- */

static void hazard_padding_decodes_to_no_length_at_all(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    static const char *const parts[] = {"==", "=", "====", "e30=", "e30==", "e3==", "=e30"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const char *part = parts[i];
        assert_int_equal(
            judge(arena, arena_printf(arena, "%s.e30.c2I", part), &any_use), JOSE_NOT_BASE64URL);
        assert_int_equal(
            judge(arena, arena_printf(arena, "e30.%s.c2I", part), &any_use), JOSE_NOT_BASE64URL);
        assert_int_equal(
            judge(arena, arena_printf(arena, "e30.e30.%s", part), &any_use), JOSE_NOT_BASE64URL);
    }
}

static void bytes_outside_of_the_alphabet_are_refused(void **state)
{
    (void)state;
    for (unsigned c = 0; c < 256; c++) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        bool in_alphabet = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        char text[] = "eyJhbGciOiJFUzI1NiJ9.e30.AAAA";
        text[sizeof text - 3] = (char)c;
        if (!in_alphabet)
            assert_int_equal(
                judge(arena, (str_t){text, sizeof text - 1}, &any_use), JOSE_NOT_BASE64URL);
    }
}

static void length_of_one_more_than_a_multiple_of_four_is_refused(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    assert_int_equal(judge(arena, STR("eyJhbGciOiJFUzI1NiJ9.e30.A"), &any_use), JOSE_NOT_BASE64URL);
    assert_int_equal(
        judge(arena, STR("eyJhbGciOiJFUzI1NiJ9.e30.AAAAA"), &any_use), JOSE_NOT_BASE64URL);
}

/* A second spelling of one signature would pass as a token that was never seen. */
static void trailing_bits_that_are_not_zero_are_refused(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    assert_int_equal(judge(arena, STR("eyJhbGciOiJFUzI1NiJ9.e30.AA"), &any_use), JOSE_ACCEPTED);
    assert_int_equal(
        judge(arena, STR("eyJhbGciOiJFUzI1NiJ9.e30.AB"), &any_use), JOSE_NOT_BASE64URL);
    assert_int_equal(
        judge(arena, STR("eyJhbGciOiJFUzI1NiJ9.e30.AAB"), &any_use), JOSE_NOT_BASE64URL);
}

static void white_space_and_trailing_bytes_are_refused(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    static const char *const tails[] = {" ", "\n", "\r\n", "\t", ",", "~"};
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        str_t text = arena_printf(arena, "%s%s", RFC_EC_TOKEN, tails[i]);
        assert_int_equal(judge(arena, text, &any_use), JOSE_NOT_BASE64URL);
        text = arena_printf(arena, "%s%s", tails[i], RFC_EC_TOKEN);
        assert_int_equal(judge(arena, text, &any_use), JOSE_NOT_BASE64URL);
    }
    str_t with_nul = arena_bytes(arena, RFC_EC_TOKEN, sizeof RFC_EC_TOKEN);
    assert_int_equal(judge(arena, with_nul, &any_use), JOSE_NOT_BASE64URL);
}

/* ---- the header ---- */

static void alg_none_is_refused_in_any_case(void **state)
{
    (void)state;
    static const char *const names[] = {"none", "None", "NONE", "nOnE", "", " ", "none "};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        assert_refused(arena_printf(arena, "{\"alg\":\"%s\"}", names[i]).ptr, JOSE_ALG_NOT_ALLOWED);
    }
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    assert_int_equal(judge(arena, STR("eyJhbGciOiJub25lIn0.e30."), &any_use), JOSE_NOT_COMPACT);
}

static void hazard_hmac_is_no_algorithm_of_a_public_key(void **state)
{
    (void)state;
    assert_refused("{\"alg\":\"HS256\"}", JOSE_ALG_NOT_ALLOWED);
    assert_refused("{\"alg\":\"HS384\"}", JOSE_ALG_NOT_ALLOWED);
    assert_refused("{\"alg\":\"HS512\"}", JOSE_ALG_NOT_ALLOWED);
    assert_refused("{\"alg\":\"hs256\"}", JOSE_ALG_NOT_ALLOWED);
}

static void algorithm_is_one_of_the_use_and_exact(void **state)
{
    (void)state;
    const struct jose_use es256 = {.algs = JOSE_ALG_BIT(JOSE_ES256)};
    const struct jose_use nothing = {.algs = 0};
    assert_int_equal(judge_header("{\"alg\":\"ES256\"}", &es256), JOSE_ACCEPTED);
    assert_int_equal(judge_header("{\"alg\":\"RS256\"}", &es256), JOSE_ALG_NOT_ALLOWED);
    assert_int_equal(judge_header("{\"alg\":\"ES256\"}", &nothing), JOSE_ALG_NOT_ALLOWED);
    assert_refused("{\"alg\":\"es256\"}", JOSE_ALG_NOT_ALLOWED);
    assert_refused("{\"alg\":\"ES256K\"}", JOSE_ALG_NOT_ALLOWED);
    assert_refused("{\"alg\":\"RS512\"}", JOSE_ALG_NOT_ALLOWED);
    assert_refused("{\"typ\":\"JWT\"}", JOSE_ALG_NOT_ALLOWED);
    assert_refused("{}", JOSE_ALG_NOT_ALLOWED);
}

static void hazard_key_from_the_tokens_own_header_is_never_taken(void **state)
{
    (void)state;
    assert_refused("{\"alg\":\"ES256\",\"jwk\":" RFC_EC_JWK "}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ES256\",\"jwk\":null}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ES256\",\"x5c\":[\"MIIB\"]}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ES256\",\"x5t\":\"AA\"}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ES256\",\"x5t#S256\":\"AA\"}", JOSE_HEADER_MEMBER);
}

static void hazard_key_is_never_fetched_from_where_a_token_says(void **state)
{
    (void)state;
    assert_refused("{\"alg\":\"ES256\",\"jku\":\"https://127.0.0.1/k\"}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ES256\",\"x5u\":\"https://127.0.0.1/k\"}", JOSE_HEADER_MEMBER);
}

static void members_that_change_the_reading_are_refused(void **state)
{
    (void)state;
    assert_refused("{\"alg\":\"ES256\",\"crit\":[\"b64\"],\"b64\":false}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ES256\",\"crit\":[]}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ES256\",\"crit\":\"exp\"}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ES256\",\"b64\":true}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ES256\",\"zip\":\"DEF\"}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ES256\",\"enc\":\"A128GCM\"}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ES256\",\"cty\":\"JWT\"}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ES256\",\"unknown\":\"a\"}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ES256\",\"ALG\":\"none\"}", JOSE_HEADER_MEMBER);
}

static void members_of_a_wrong_type_are_refused(void **state)
{
    (void)state;
    assert_refused("{\"alg\":[\"ES256\"]}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":null}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ES256\",\"kid\":1}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ES256\",\"kid\":{}}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ES256\",\"typ\":null}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ES256\",\"kid\":\"\"}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ES256\",\"kid\":\"a\\u0007b\"}", JOSE_HEADER_MEMBER);
    assert_refused("{\"alg\":\"ES256\",\"kid\":\"a\\nb\"}", JOSE_HEADER_MEMBER);
}

static void header_is_one_object_with_unique_members(void **state)
{
    (void)state;
    assert_refused("{\"alg\":\"ES256\",\"alg\":\"none\"}", JOSE_HEADER_NOT_JSON);
    assert_refused("{\"alg\":\"ES256\",\"kid\":\"a\",\"kid\":\"a\"}", JOSE_HEADER_NOT_JSON);
    assert_refused("[]", JOSE_HEADER_NOT_JSON);
    assert_refused("\"ES256\"", JOSE_HEADER_NOT_JSON);
    assert_refused("null", JOSE_HEADER_NOT_JSON);
    assert_refused("{\"alg\":\"ES256\"", JOSE_HEADER_NOT_JSON);
    assert_refused("{\"alg\":\"ES256\"}{}", JOSE_HEADER_NOT_JSON);
    assert_refused("{\"alg\":\"ES256\"} x", JOSE_HEADER_NOT_JSON);
    assert_refused("{\"alg\":\"ES256\",\"kid\":\"a\\u0000b\"}", JOSE_HEADER_NOT_JSON);
    assert_refused("{\"alg\":\"ES256\",\"kid\":\"\xff\"}", JOSE_HEADER_NOT_JSON);
}

static void kid_has_a_longest_length(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t longest = repeated(arena, "k", JOSE_KID_MAX);
    str_t header = arena_printf(arena, "{\"alg\":\"ES256\",\"kid\":\"%.*s\"}", STR_ARG(longest));
    assert_int_equal(judge_header(header.ptr, &any_use), JOSE_ACCEPTED);
    header = arena_printf(arena, "{\"alg\":\"ES256\",\"kid\":\"%.*sk\"}", STR_ARG(longest));
    assert_int_equal(judge_header(header.ptr, &any_use), JOSE_HEADER_MEMBER);
}

static void missing_kid_is_refused_where_it_is_required(void **state)
{
    (void)state;
    const struct jose_use use = {.algs = JOSE_ALG_ALL, .kid_required = true};
    assert_int_equal(judge_header("{\"alg\":\"ES256\"}", &use), JOSE_KID_MISSING);
    assert_int_equal(judge_header("{\"alg\":\"ES256\",\"kid\":\"a\"}", &use), JOSE_ACCEPTED);
}

/* An ID Token presented as an access token, and the reverse (RFC 8725, section 3.11). */
static void token_of_another_type_is_refused(void **state)
{
    (void)state;
    const struct jose_use use = {.algs = JOSE_ALG_ALL, .typs = at_jwt};
    const struct jose_use optional = {.algs = JOSE_ALG_ALL, .typs = at_jwt, .typ_optional = true};
    static const char *const others[] = {
        "JWT", "", "at+jw", "at+jwtx", "application/", "application/application/at+jwt"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        str_t header = arena_printf(arena, "{\"alg\":\"ES256\",\"typ\":\"%s\"}", others[i]);
        assert_int_equal(judge_header(header.ptr, &use), JOSE_TYP_NOT_ALLOWED);
        assert_int_equal(judge_header(header.ptr, &optional), JOSE_TYP_NOT_ALLOWED);
    }
    assert_int_equal(judge_header("{\"alg\":\"ES256\"}", &use), JOSE_TYP_NOT_ALLOWED);
    assert_int_equal(judge_header("{\"alg\":\"ES256\"}", &optional), JOSE_ACCEPTED);
}

/* ---- the payload ---- */

static void payload_is_one_object_with_unique_members(void **state)
{
    (void)state;
    static const char *const payloads[] = {"[]", "1", "\"a\"", "true", "{", "{}{}", "x",
        "{\"sub\":\"a\",\"sub\":\"b\"}", "{\"a\":{\"b\":1,\"b\":2}}", "{\"sub\":\"a\\u0000\"}",
        "{\"sub\":\"\xc0\xaf\"}", "{\"exp\":1e999}", "{\"exp\":99999999999999999999}"};
    for (size_t i = 0; i < sizeof payloads / sizeof payloads[0]; i++)
        if (judge_payload(str_from_cstr(payloads[i])) != JOSE_PAYLOAD_NOT_JSON)
            fail_msg("%s", payloads[i]);
}

static void nested_payload_has_a_greatest_depth(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    for (size_t depth = 30; depth <= 4000; depth = depth < 34 ? depth + 1 : depth * 4) {
        str_t open = repeated(arena, "[", depth), shut = repeated(arena, "]", depth);
        str_t payload = arena_printf(arena, "{\"a\":%.*s%.*s}", STR_ARG(open), STR_ARG(shut));
        bool fits = depth + 1 <= 32;
        assert_int_equal(judge_payload(payload), fits ? JOSE_ACCEPTED : JOSE_PAYLOAD_NOT_JSON);
    }
}

static void every_refusal_has_its_text(void **state)
{
    (void)state;
    for (int refusal = JOSE_ACCEPTED; refusal <= JOSE_KEY_UNKNOWN; refusal++)
        assert_true(str_from_cstr(jose_refusal_text((enum jose_refusal)refusal)).len > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_token_is_parsed_into_its_parts),
        cmocka_unit_test(typ_is_compared_without_case_and_prefix),
        cmocka_unit_test(other_counts_of_parts_are_refused),
        cmocka_unit_test(hazard_foreign_jwe_never_reaches_a_decryptor),
        cmocka_unit_test(longer_than_16_kib_is_refused_before_it_is_read),
        cmocka_unit_test(hazard_padding_decodes_to_no_length_at_all),
        cmocka_unit_test(bytes_outside_of_the_alphabet_are_refused),
        cmocka_unit_test(length_of_one_more_than_a_multiple_of_four_is_refused),
        cmocka_unit_test(trailing_bits_that_are_not_zero_are_refused),
        cmocka_unit_test(white_space_and_trailing_bytes_are_refused),
        cmocka_unit_test(alg_none_is_refused_in_any_case),
        cmocka_unit_test(hazard_hmac_is_no_algorithm_of_a_public_key),
        cmocka_unit_test(algorithm_is_one_of_the_use_and_exact),
        cmocka_unit_test(hazard_key_from_the_tokens_own_header_is_never_taken),
        cmocka_unit_test(hazard_key_is_never_fetched_from_where_a_token_says),
        cmocka_unit_test(members_that_change_the_reading_are_refused),
        cmocka_unit_test(members_of_a_wrong_type_are_refused),
        cmocka_unit_test(header_is_one_object_with_unique_members),
        cmocka_unit_test(kid_has_a_longest_length),
        cmocka_unit_test(missing_kid_is_refused_where_it_is_required),
        cmocka_unit_test(token_of_another_type_is_refused),
        cmocka_unit_test(payload_is_one_object_with_unique_members),
        cmocka_unit_test(nested_payload_has_a_greatest_depth),
        cmocka_unit_test(every_refusal_has_its_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
