#include "jose/jwk.h"

#include "base/json_read.h"

#include "support/unit.h"
#include "tokens.h"
#include "vectors.h"

enum { ARENA_MAX = 4 << 20, TEXT_MAX = 1 << 20 };

#define X32 "\"AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA\""
#define X31 "\"AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHw\""
#define X33 "\"AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAh\""
#define EC(x, y, more) "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":" x ",\"y\":" y more "}"
#define OKP(x, more) "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":" x more "}"

static enum jwk_refusal read_jwk(arena_t *arena, const char *text, struct jwk *jwk)
{
    json_auto_t *object = json_read_object(str_from_cstr(text), TEXT_MAX);
    assert_non_null(object);
    return jwk_read(arena, object, jwk);
}

static void refused(const char *text, enum jwk_refusal expected)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct jwk jwk;
    enum jwk_refusal refusal = read_jwk(arena, text, &jwk);
    if (refusal != expected)
        fail_msg("%s: %s", text, jwk_refusal_text(refusal));
    if (refusal != JWK_ACCEPTED)
        assert_false(str_present(jwk.n) || str_present(jwk.x) || str_present(jwk.kid));
}

/* An RSA key of `bytes` bytes of modulus whose first and last are given. */
static void rsa_refused(
    size_t bytes, uint8_t first, uint8_t last, const char *e, enum jwk_refusal expected)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    char *n = arena_alloc(arena, bytes);
    memset(n, 0x55, bytes);
    n[0] = (char)first;
    n[bytes - 1] = (char)last;
    str_t text = base64url_encode(arena, n, bytes);
    text = arena_printf(arena, "{\"kty\":\"RSA\",\"n\":\"%.*s\",\"e\":\"%s\"}", STR_ARG(text), e);
    refused(text.ptr, expected);
}

static void published_keys_pass(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct jwk jwk;
    assert_int_equal(read_jwk(arena, RFC_RSA_JWK, &jwk), JWK_ACCEPTED);
    assert_int_equal(jwk.n.len, 256);
    assert_int_equal(read_jwk(arena, RFC_EC_JWK, &jwk), JWK_ACCEPTED);
    assert_int_equal(read_jwk(arena, RFC_OKP_JWK, &jwk), JWK_ACCEPTED);
    assert_int_equal(jwk.x.len, 32);
}

static void thumbprints_are_those_of_the_specifications(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct jwk jwk;
    assert_int_equal(read_jwk(arena, RFC_THUMBPRINT_JWK, &jwk), JWK_ACCEPTED);
    assert_str(jwk_thumbprint(arena, &jwk), RFC_THUMBPRINT);
    assert_int_equal(read_jwk(arena, RFC_OKP_JWK, &jwk), JWK_ACCEPTED);
    assert_str(jwk_thumbprint(arena, &jwk), RFC_OKP_THUMBPRINT);
}

static void written_key_reads_as_the_same(void **state)
{
    (void)state;
    static const char *const texts[] = {
        RFC_RSA_JWK, RFC_OKP_JWK, EC(X32, X32, ",\"kid\":\"k\",\"use\":\"sig\",\"alg\":\"ES256\"")};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        struct jwk jwk;
        json_auto_t *object = json_read_object(str_from_cstr(texts[i]), TEXT_MAX);
        assert_int_equal(jwk_read(arena, object, &jwk), JWK_ACCEPTED);
        json_auto_t *written = jwk_write(arena, &jwk);
        assert_true(json_equal(object, written));
    }
}

static void unknown_members_do_not_come_through(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct jwk jwk;
    assert_int_equal(
        read_jwk(arena, OKP(X32, ",\"x5u\":\"https://a\",\"ext\":true"), &jwk), JWK_ACCEPTED);
    json_auto_t *written = jwk_write(arena, &jwk);
    assert_int_equal(json_object_size(written), 3);
}

static void hazard_coordinates_of_wrong_length_are_refused(void **state)
{
    (void)state;
    refused(EC(X31, X32, ""), JWK_MALFORMED);
    refused(EC(X32, X33, ""), JWK_MALFORMED);
    refused(EC(X32, "\"\"", ""), JWK_MALFORMED);
    refused(OKP(X31, ""), JWK_MALFORMED);
    refused(OKP(X33, ""), JWK_MALFORMED);
    refused(OKP("\"\"", ""), JWK_MALFORMED);
    refused(OKP("32", ""), JWK_MALFORMED);
    refused("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":" X32 "}", JWK_MALFORMED);
    refused("{\"kty\":\"OKP\",\"crv\":\"Ed25519\"}", JWK_MALFORMED);
    refused("{\"kty\":\"EC\",\"x\":" X32 ",\"y\":" X32 "}", JWK_MALFORMED);
}

static void hazard_member_of_padding_only_is_refused(void **state)
{
    (void)state;
    refused(OKP("\"==\"", ""), JWK_MALFORMED);
    refused(EC("\"==\"", X32, ""), JWK_MALFORMED);
    refused("{\"kty\":\"RSA\",\"n\":\"==\",\"e\":\"AQAB\"}", JWK_MALFORMED);
    refused("{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"==\"}", JWK_MALFORMED);
    refused(OKP("\"AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=\"", ""), JWK_MALFORMED);
    refused(OKP("\"AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyB\"", ""), JWK_MALFORMED);
}

static void hazard_key_of_a_certificate_only_is_refused(void **state)
{
    (void)state;
    refused("{\"kty\":\"RSA\",\"x5c\":[\"MIIB\"]}", JWK_MALFORMED);
    refused("{\"x5c\":[\"MIIB\"]}", JWK_MALFORMED);
    refused("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x5c\":[\"MIIB\"]}", JWK_MALFORMED);
    refused("{\"kty\":\"RSA\",\"x5u\":\"https://127.0.0.1/c\"}", JWK_MALFORMED);
}

static void rsa_size_has_its_bounds(void **state)
{
    (void)state;
    rsa_refused(256, 0x80, 1, "AQAB", JWK_ACCEPTED);
    rsa_refused(256, 0x7f, 1, "AQAB", JWK_WEAK); /* 2,047 bits */
    rsa_refused(128, 0x80, 1, "AQAB", JWK_WEAK);
    rsa_refused(1, 3, 3, "AQAB", JWK_WEAK);
    rsa_refused(1024, 0x80, 1, "AQAB", JWK_ACCEPTED);
    rsa_refused(1025, 0x01, 1, "AQAB", JWK_WEAK);
    rsa_refused(4096, 0x80, 1, "AQAB", JWK_MALFORMED);
    rsa_refused(256, 0x80, 2, "AQAB", JWK_WEAK); /* even */
    rsa_refused(257, 0x00, 1, "AQAB", JWK_MALFORMED);
}

static void rsa_exponent_is_odd_and_three_or_more(void **state)
{
    (void)state;
    rsa_refused(256, 0x80, 1, "Aw", JWK_ACCEPTED);
    rsa_refused(256, 0x80, 1, "AQ", JWK_WEAK);
    rsa_refused(256, 0x80, 1, "BA", JWK_WEAK);
    rsa_refused(256, 0x80, 1, "AQAA", JWK_WEAK);
    rsa_refused(256, 0x80, 1, "AAEAAQ", JWK_MALFORMED); /* a second spelling */
    rsa_refused(256, 0x80, 1, "AA", JWK_MALFORMED);
    rsa_refused(256, 0x80, 1, "", JWK_MALFORMED);
    rsa_refused(256, 0x80, 1, "AQAAAAAAAAAB", JWK_MALFORMED);
}

static void private_and_shared_keys_are_refused(void **state)
{
    (void)state;
    static const char *const members[] = {"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"};
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        str_t text = arena_printf(
            arena, "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":" X32 ",\"%s\":\"AA\"}", members[i]);
        refused(text.ptr, JWK_PRIVATE);
    }
    refused("{\"kty\":\"oct\",\"k\":\"AAAA\"}", JWK_PRIVATE);
    refused("{\"kty\":\"oct\"}", JWK_PRIVATE);
}

static void other_kinds_and_curves_are_unsupported(void **state)
{
    (void)state;
    refused("{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":" X32 ",\"y\":" X32 "}", JWK_UNSUPPORTED);
    refused("{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":" X32 ",\"y\":" X32 "}", JWK_UNSUPPORTED);
    refused("{\"kty\":\"EC\",\"crv\":\"Ed25519\",\"x\":" X32 ",\"y\":" X32 "}", JWK_UNSUPPORTED);
    refused("{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":" X32 "}", JWK_UNSUPPORTED);
    refused("{\"kty\":\"OKP\",\"crv\":\"P-256\",\"x\":" X32 "}", JWK_UNSUPPORTED);
    refused("{\"kty\":\"AKP\",\"pub\":\"AA\"}", JWK_UNSUPPORTED);
    refused("{\"kty\":\"rsa\",\"n\":\"AA\",\"e\":\"AQAB\"}", JWK_UNSUPPORTED);
    refused("{}", JWK_MALFORMED);
    refused("{\"kty\":1}", JWK_MALFORMED);
}

static void use_operations_and_algorithm_must_agree(void **state)
{
    (void)state;
    refused(EC(X32, X32, ",\"alg\":\"ES256\",\"key_ops\":[\"verify\"]"), JWK_ACCEPTED);
    refused(EC(X32, X32, ",\"alg\":\"ECDH-ES\",\"use\":\"enc\""), JWK_ACCEPTED);
    refused(EC(X32, X32, ",\"alg\":\"ES256\",\"use\":\"enc\""), JWK_INCONSISTENT);
    refused(EC(X32, X32, ",\"alg\":\"RS256\""), JWK_INCONSISTENT);
    refused(EC(X32, X32, ",\"alg\":\"EdDSA\""), JWK_INCONSISTENT);
    refused(OKP(X32, ",\"alg\":\"ES256\""), JWK_INCONSISTENT);
    refused(OKP(X32, ",\"alg\":\"RSA-OAEP-256\""), JWK_INCONSISTENT);
    refused(EC(X32, X32, ",\"alg\":\"HS256\""), JWK_UNSUPPORTED);
    refused(EC(X32, X32, ",\"alg\":\"none\""), JWK_UNSUPPORTED);
    refused(EC(X32, X32, ",\"use\":\"sig\",\"key_ops\":[\"encrypt\"]"), JWK_INCONSISTENT);
    refused(EC(X32, X32, ",\"key_ops\":[\"verify\",\"deriveKey\"]"), JWK_INCONSISTENT);
    refused(EC(X32, X32, ",\"key_ops\":[\"sign\"]"), JWK_INCONSISTENT);
    refused(EC(X32, X32, ",\"key_ops\":[\"verify\",\"verify\"]"), JWK_MALFORMED);
    refused(EC(X32, X32, ",\"key_ops\":[]"), JWK_MALFORMED);
    refused(EC(X32, X32, ",\"key_ops\":\"verify\""), JWK_MALFORMED);
    refused(EC(X32, X32, ",\"use\":1"), JWK_MALFORMED);
    refused(EC(X32, X32, ",\"use\":\"tls\""), JWK_UNSUPPORTED);
    refused(EC(X32, X32, ",\"alg\":null"), JWK_MALFORMED);
    refused(EC(X32, X32, ",\"kid\":7"), JWK_MALFORMED);
    refused(EC(X32, X32, ",\"kid\":\"\""), JWK_MALFORMED);
    refused(EC(X32, X32, ",\"kid\":\"a\\tb\""), JWK_MALFORMED);
}

/* ---- sets ---- */

static enum jwk_refusal read_set(
    arena_t *arena, const char *text, const struct jwk **keys, size_t *n)
{
    json_auto_t *object = json_read_object(str_from_cstr(text), TEXT_MAX);
    assert_non_null(object);
    return jwks_read(arena, object, keys, n);
}

#define SET(keys) "{\"keys\":[" keys "]}"
#define KEY_A OKP(X32, ",\"kid\":\"a\"")
#define KEY_B EC(X32, X32, ",\"kid\":\"b\"")

static void set_leaves_out_what_it_does_not_know(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    const struct jwk *keys;
    size_t n;
    assert_int_equal(
        read_set(arena, SET("{\"kty\":\"AKP\"}," KEY_A ",{\"kty\":\"EC\",\"crv\":\"P-521\"}"),
            &keys, &n),
        JWK_ACCEPTED);
    assert_int_equal(n, 1);
    assert_str(keys[0].kid, "a");
    assert_int_equal(read_set(arena, SET(""), &keys, &n), JWK_ACCEPTED);
    assert_int_equal(n, 0);
}

static void set_with_one_bad_key_is_refused_whole(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    const struct jwk *keys;
    size_t n;
    assert_int_equal(read_set(arena, SET(KEY_A "," OKP(X31, "")), &keys, &n), JWK_MALFORMED);
    assert_null(keys);
    assert_int_equal(n, 0);
    assert_int_equal(
        read_set(arena, SET(KEY_A "," OKP(X32, ",\"d\":\"AA\"")), &keys, &n), JWK_PRIVATE);
    assert_int_equal(read_set(arena, SET(KEY_A "," KEY_A), &keys, &n), JWK_INCONSISTENT);
    assert_int_equal(read_set(arena, SET("1"), &keys, &n), JWK_MALFORMED);
    assert_int_equal(read_set(arena, "{}", &keys, &n), JWK_MALFORMED);
    assert_int_equal(read_set(arena, "{\"keys\":{}}", &keys, &n), JWK_MALFORMED);
}

static void set_has_a_greatest_number_of_keys(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    const struct jwk *keys;
    size_t n;
    for (size_t more = 0; more < 2; more++) {
        str_t list = repeated(arena, OKP(X32, "") ",", JWKS_KEYS_MAX - 1 + more);
        str_t text = arena_printf(arena, "{\"keys\":[%.*s%s]}", STR_ARG(list), KEY_A);
        enum jwk_refusal expected = more == 0 ? JWK_ACCEPTED : JWK_MALFORMED;
        assert_int_equal(read_set(arena, text.ptr, &keys, &n), expected);
    }
}

static void key_is_found_by_kid_kind_and_use(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    const struct jwk *keys;
    size_t n;
    assert_int_equal(
        read_set(arena, SET(KEY_A "," KEY_B "," EC(X32, X32, ",\"kid\":\"e\",\"use\":\"enc\"")),
            &keys, &n),
        JWK_ACCEPTED);
    assert_ptr_equal(jwks_find(keys, n, JOSE_EDDSA, STR("a")), &keys[0]);
    assert_ptr_equal(jwks_find(keys, n, JOSE_ES256, STR("b")), &keys[1]);
    assert_ptr_equal(jwks_find(keys, n, JOSE_ES256, STR_NONE), &keys[1]);
    assert_null(jwks_find(keys, n, JOSE_ES256, STR("a")));
    assert_null(jwks_find(keys, n, JOSE_RS256, STR("a")));
    assert_null(jwks_find(keys, n, JOSE_ES256, STR("e")));
    assert_null(jwks_find(keys, n, JOSE_ES256, STR("")));
    assert_null(jwks_find(keys, 0, JOSE_ES256, STR_NONE));
}

static void token_without_kid_and_two_fitting_keys_finds_none(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    const struct jwk *keys;
    size_t n;
    assert_int_equal(
        read_set(arena, SET(KEY_A "," OKP(X32, ",\"kid\":\"z\"")), &keys, &n), JWK_ACCEPTED);
    assert_null(jwks_find(keys, n, JOSE_EDDSA, STR_NONE));
    assert_ptr_equal(jwks_find(keys, n, JOSE_EDDSA, STR("z")), &keys[1]);
}

static void key_of_one_algorithm_serves_no_other(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    const struct jwk *keys;
    size_t n;
    assert_int_equal(read_set(arena, SET(RFC_THUMBPRINT_JWK), &keys, &n), JWK_ACCEPTED);
    assert_non_null(jwks_find(keys, n, JOSE_RS256, STR("2011-04-29")));
    assert_null(jwks_find(keys, n, JOSE_PS256, STR("2011-04-29")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_keys_pass),
        cmocka_unit_test(thumbprints_are_those_of_the_specifications),
        cmocka_unit_test(written_key_reads_as_the_same),
        cmocka_unit_test(unknown_members_do_not_come_through),
        cmocka_unit_test(hazard_coordinates_of_wrong_length_are_refused),
        cmocka_unit_test(hazard_member_of_padding_only_is_refused),
        cmocka_unit_test(hazard_key_of_a_certificate_only_is_refused),
        cmocka_unit_test(rsa_size_has_its_bounds),
        cmocka_unit_test(rsa_exponent_is_odd_and_three_or_more),
        cmocka_unit_test(private_and_shared_keys_are_refused),
        cmocka_unit_test(other_kinds_and_curves_are_unsupported),
        cmocka_unit_test(use_operations_and_algorithm_must_agree),
        cmocka_unit_test(set_leaves_out_what_it_does_not_know),
        cmocka_unit_test(set_with_one_bad_key_is_refused_whole),
        cmocka_unit_test(set_has_a_greatest_number_of_keys),
        cmocka_unit_test(key_is_found_by_kid_kind_and_use),
        cmocka_unit_test(token_without_kid_and_two_fitting_keys_finds_none),
        cmocka_unit_test(key_of_one_algorithm_serves_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
