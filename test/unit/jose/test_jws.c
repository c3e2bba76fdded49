#include "jose/jws.h"

#include "base/base64url.h"
#include "base/json_read.h"
#include "crypto/random.h"

#include "support/unit.h"
#include "vectors.h"

enum { ARENA_MAX = 1 << 20, GENERATED = 2000 };

static const struct jose_use any_use = {.algs = JOSE_ALG_ALL};

static struct jose_key *public_key(arena_t *arena, const char *text)
{
    json_auto_t *object = json_read_object(str_from_cstr(text), 4096);
    struct jwk jwk;
    struct jose_key *key;
    assert_int_equal(jwk_read(arena, object, &jwk), JWK_ACCEPTED);
    assert_ok(jose_key_from_jwk(&jwk, &key));
    assert_non_null(key);
    return key;
}

static struct jose_key *public_half(arena_t *arena, const struct jose_key *key)
{
    struct jwk jwk;
    struct jose_key *half;
    assert_ok(jose_key_jwk(arena, key, &jwk));
    assert_ok(jose_key_from_jwk(&jwk, &half));
    assert_non_null(half);
    return half;
}

static struct jose_key *generated(enum jose_alg alg)
{
    struct jose_key *key;
    assert_ok(jose_key_generate(alg, 2048, &key));
    return key;
}

static str_t signed_token(arena_t *arena, const struct jose_key *key, enum jose_alg alg)
{
    struct jws_header header = jws_header(arena, alg, "JWT", STR("k1"));
    str_t token;
    assert_ok(jws_sign(arena, key, &header, STR("{\"sub\":\"a\"}"), &token));
    return token;
}

static bool holds(arena_t *arena, str_t text, const struct jose_key *key)
{
    AUTO_JOSE_TOKEN token;
    assert_int_equal(gate_parse(arena, text, &any_use, &token), JOSE_ACCEPTED);
    return jws_verify(&token, key);
}

static void published_signatures_hold(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    AUTO_JOSE_KEY rsa = public_key(arena, RFC_RSA_JWK);
    AUTO_JOSE_KEY ec = public_key(arena, RFC_EC_JWK);
    AUTO_JOSE_KEY okp = public_key(arena, RFC_OKP_JWK);
    assert_true(holds(arena, STR(RFC_RSA_TOKEN), rsa));
    assert_true(holds(arena, STR(RFC_EC_TOKEN), ec));

    struct jose_token token = {.alg = JOSE_EDDSA, .signing_input = STR(RFC_OKP_INPUT)};
    assert_true(base64url_decode(arena, STR(RFC_OKP_SIGNATURE), &token.signature));
    assert_true(jws_verify(&token, okp));
    token.signing_input = str_first(token.signing_input, token.signing_input.len - 1);
    assert_false(jws_verify(&token, okp));
}

static void own_signatures_hold_for_each_algorithm(void **state)
{
    (void)state;
    for (unsigned alg = 0; alg < JOSE_ALG_COUNT; alg++) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        AUTO_JOSE_KEY key = generated((enum jose_alg)alg);
        AUTO_JOSE_KEY half = public_half(arena, key);
        str_t text = signed_token(arena, key, (enum jose_alg)alg);
        assert_true(holds(arena, text, half));

        AUTO_JOSE_TOKEN token;
        assert_int_equal(gate_parse(arena, text, &any_use, &token), JOSE_ACCEPTED);
        assert_int_equal(token.alg, alg);
        assert_str(token.kid, "k1");
        assert_str(token.typ, "JWT");
        assert_str(json_read_str(token.payload, "sub"), "a");
    }
}

static void changed_byte_or_length_breaks_the_signature(void **state)
{
    (void)state;
    for (unsigned alg = 0; alg < JOSE_ALG_COUNT; alg++) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        AUTO_JOSE_KEY key = generated((enum jose_alg)alg);
        AUTO_JOSE_TOKEN token;
        str_t text = signed_token(arena, key, (enum jose_alg)alg);
        assert_int_equal(gate_parse(arena, text, &any_use, &token), JOSE_ACCEPTED);
        assert_true(jws_verify(&token, key));

        str_t good = token.signature;
        char *changed = arena_alloc(arena, good.len + 1);
        memcpy(changed, good.ptr, good.len);
        for (size_t at = 0; at < good.len; at += 13) {
            changed[at] = (char)(changed[at] ^ 1);
            token.signature = (str_t){changed, good.len};
            assert_false(jws_verify(&token, key));
            changed[at] = good.ptr[at];
        }
        token.signature = (str_t){changed, good.len + 1};
        assert_false(jws_verify(&token, key));
        token.signature = str_first(good, good.len - 1);
        assert_false(jws_verify(&token, key));
        token.signature = STR("");
        assert_false(jws_verify(&token, key));
    }
}

static void signature_of_zeros_does_not_hold(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    for (unsigned alg = 0; alg < JOSE_ALG_COUNT; alg++) {
        AUTO_JOSE_KEY key = generated((enum jose_alg)alg);
        size_t len = jose_key_kty(key) == JOSE_KTY_RSA ? 256 : 64;
        struct jose_token token = {.alg = (enum jose_alg)alg, .signing_input = STR("e30.e30")};
        token.signature = (str_t){arena_alloc(arena, len), len};
        assert_false(jws_verify(&token, key));
    }
}

static void algorithm_is_bound_to_the_kind_of_key(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    AUTO_JOSE_KEY rsa = public_key(arena, RFC_RSA_JWK);
    AUTO_JOSE_KEY ec = public_key(arena, RFC_EC_JWK);
    AUTO_JOSE_KEY okp = public_key(arena, RFC_OKP_JWK);
    assert_false(holds(arena, STR(RFC_RSA_TOKEN), ec));
    assert_false(holds(arena, STR(RFC_EC_TOKEN), rsa));
    assert_false(holds(arena, STR(RFC_EC_TOKEN), okp));

    AUTO_JOSE_KEY private_ec = generated(JOSE_ES256);
    struct jws_header header = jws_header(arena, JOSE_RS256, NULL, STR_NONE);
    str_t token;
    assert_result(jws_sign(arena, private_ec, &header, STR("{}"), &token), RESULT_FAILED);
    header = jws_header(arena, JOSE_ES256, NULL, STR_NONE);
    assert_result(jws_sign(arena, ec, &header, STR("{}"), &token), RESULT_FAILED);
}

static void pkcs1_and_pss_signatures_are_not_exchangeable(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    AUTO_JOSE_KEY key = generated(JOSE_RS256);
    AUTO_JOSE_TOKEN token;
    str_t text = signed_token(arena, key, JOSE_PS256);
    assert_int_equal(gate_parse(arena, text, &any_use, &token), JOSE_ACCEPTED);
    assert_true(jws_verify(&token, key));
    token.alg = JOSE_RS256;
    assert_false(jws_verify(&token, key));
}

/* One number in 256 has a leading zero byte, in which DER and JWS differ: goes on until one came.
 */
static void es256_signatures_have_64_bytes_each_time(void **state)
{
    (void)state;
    AUTO_JOSE_KEY key = generated(JOSE_ES256);
    int short_halves = 0;
    for (int i = 0; i < GENERATED || short_halves == 0; i++) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        AUTO_JOSE_TOKEN token;
        str_t text = signed_token(arena, key, JOSE_ES256);
        assert_int_equal(gate_parse(arena, text, &any_use, &token), JOSE_ACCEPTED);
        assert_int_equal(token.signature.len, 64);
        assert_true(jws_verify(&token, key));
        short_halves += token.signature.ptr[0] == 0 || token.signature.ptr[32] == 0;
    }
}

static void hazard_ec_coordinates_have_32_bytes_each_time(void **state)
{
    (void)state;
    int leading_zeros = 0;
    for (int i = 0; i < GENERATED || leading_zeros == 0; i++) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        AUTO_JOSE_KEY key = generated(JOSE_ES256);
        struct jwk jwk, again;
        assert_ok(jose_key_jwk(arena, key, &jwk));
        json_auto_t *written = jwk_write(arena, &jwk);
        assert_int_equal(json_read_str(written, "x").len, 43);
        assert_int_equal(json_read_str(written, "y").len, 43);
        assert_int_equal(jwk_read(arena, written, &again), JWK_ACCEPTED);
        AUTO_JOSE_KEY half;
        assert_ok(jose_key_from_jwk(&again, &half));
        assert_non_null(half);
        leading_zeros += jwk.x.ptr[0] == 0 || jwk.y.ptr[0] == 0;
    }
}

static void point_off_the_curve_is_no_key(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    char bytes[64];
    random_system.fill(NULL, bytes, sizeof bytes);
    bytes[0] = 0;
    struct jwk jwk = {.kty = JOSE_KTY_EC, .x = {bytes, 32}, .y = {bytes + 32, 32}};
    struct jose_key *key;
    assert_ok(jose_key_from_jwk(&jwk, &key));
    assert_null(key);

    memset(bytes, 0, sizeof bytes); /* a point of small order */
    struct jwk okp = {.kty = JOSE_KTY_OKP, .x = {bytes, 32}};
    assert_ok(jose_key_from_jwk(&okp, &key));
    assert_null(key);
}

static void private_key_survives_its_pkcs8_form(void **state)
{
    (void)state;
    for (unsigned alg = 0; alg < JOSE_ALG_COUNT; alg++) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        AUTO_JOSE_KEY key = generated((enum jose_alg)alg);
        str_t der;
        assert_ok(jose_key_pkcs8(arena, key, &der));
        AUTO_JOSE_KEY again;
        assert_ok(jose_key_from_pkcs8((enum jose_alg)alg, der, &again));
        assert_true(holds(arena, signed_token(arena, again, (enum jose_alg)alg), key));

        AUTO_JOSE_KEY none;
        enum jose_alg other = jose_key_kty(key) == JOSE_KTY_EC ? JOSE_EDDSA : JOSE_ES256;
        assert_result(jose_key_from_pkcs8(other, der, &none), RESULT_CORRUPT);
        str_t cut = str_first(der, der.len - 1);
        assert_result(jose_key_from_pkcs8((enum jose_alg)alg, cut, &none), RESULT_CORRUPT);
    }
}

static int start(void **state)
{
    (void)state;
    return result_ok(crypto_init()) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_signatures_hold),
        cmocka_unit_test(own_signatures_hold_for_each_algorithm),
        cmocka_unit_test(changed_byte_or_length_breaks_the_signature),
        cmocka_unit_test(signature_of_zeros_does_not_hold),
        cmocka_unit_test(algorithm_is_bound_to_the_kind_of_key),
        cmocka_unit_test(pkcs1_and_pss_signatures_are_not_exchangeable),
        cmocka_unit_test(es256_signatures_have_64_bytes_each_time),
        cmocka_unit_test(hazard_ec_coordinates_have_32_bytes_each_time),
        cmocka_unit_test(point_off_the_curve_is_no_key),
        cmocka_unit_test(private_key_survives_its_pkcs8_form),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
