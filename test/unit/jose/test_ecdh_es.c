#include "jose/ecdh_es.h"

#include "base/base64url.h"
#include "crypto/random.h"

#include "fixed_random.h"
#include "jwe_vectors.h"
#include "support/unit.h"

enum { ARENA_MAX = 1 << 20 };

static str_t decoded(arena_t *arena, const char *text)
{
    str_t bytes;
    assert_true(base64url_decode(arena, str_from_cstr(text), &bytes));
    return bytes;
}

static struct ecdh_es_agreed agreed_with_bob(arena_t *arena, struct scalar *secret)
{
    const struct random_source random = {secret, scalar_fill};
    struct ecdh_es_agreed agreed;
    assert_true(
        ecdh_es_agree(arena, &random, decoded(arena, JWE_EC_X), decoded(arena, JWE_EC_Y), &agreed));
    return agreed;
}

static void assert_bytes(arena_t *arena, str_t bytes, const char *expected)
{
    assert_str(base64url_encode(arena, bytes.ptr, bytes.len), expected);
}

/* RFC 7518, appendix C. */
static void alice_agrees_with_bob_as_published(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct scalar secret;
    str_t d = decoded(arena, "0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo");
    memcpy(secret.bytes, d.ptr, sizeof secret.bytes);
    struct ecdh_es_agreed agreed = agreed_with_bob(arena, &secret);
    assert_bytes(arena, agreed.x, "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0");
    assert_bytes(arena, agreed.y, "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps");
    static const uint8_t z[] = {158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132,
        38, 156, 251, 49, 110, 163, 218, 128, 106, 72, 246, 218, 167, 121, 140, 254, 144, 196};
    assert_int_equal(agreed.z.len, sizeof z);
    assert_memory_equal(agreed.z.ptr, z, sizeof z);

    const struct concat_kdf_info info = {STR("A128GCM"), STR("Alice"), STR("Bob")};
    assert_bytes(arena, concat_kdf(arena, agreed.z, &info, 16), "VqqN6vgjbSBcIijNcacQGg");
}

static void derived_key_is_bound_to_each_input(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    static const struct concat_kdf_info infos[] = {
        {STR_INIT("A128GCM"), STR_INIT("Alice"), STR_INIT("Bob")},
        {STR_INIT("A256GCM"), STR_INIT("Alice"), STR_INIT("Bob")},
        {STR_INIT("A128GCM"), STR_INIT("AliceB"), STR_INIT("ob")},
        {STR_INIT("A128GCM"), {NULL, 0}, STR_INIT("Bob")},
        {STR_INIT("A128GCM"), STR_INIT("Alice"), {NULL, 0}},
    };
    enum { INFOS = sizeof infos / sizeof infos[0] };
    str_t z = STR("0123456789abcdef0123456789abcdef"), keys[INFOS];
    for (size_t i = 0; i < INFOS; i++) {
        keys[i] = concat_kdf(arena, z, &infos[i], 16);
        for (size_t j = 0; j < i; j++)
            assert_false(str_eq(keys[i], keys[j]));
    }
    /* The length is an input too: a shorter key is no prefix of a longer one. */
    assert_false(str_eq(keys[0], str_first(concat_kdf(arena, z, &infos[0], 32), 16)));
}

/* Private keys 43, 354 and 379 give numbers with a leading zero byte. */
static void hazard_leading_zeros_stay(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct scalar secret = {.bytes = {[30] = 1, [31] = 98}};
    struct ecdh_es_agreed agreed = agreed_with_bob(arena, &secret);
    assert_bytes(arena, agreed.z, "AP4a00KNSl_y3Vm3hUUOi5VhWEA6cpSA0XEM-QViqGE");

    secret = (struct scalar){.bytes = {[31] = 43}};
    agreed = agreed_with_bob(arena, &secret);
    assert_bytes(arena, agreed.y, "ADzMwKZGDgrjKKTZfTx7YdhvxiicGJ8lJREMRBuwfpc");
    assert_bytes(arena, agreed.z, "R86ksbxOXMkFWAB3MLof6ehye6BhG6qWEs1M_b0yck4");

    secret = (struct scalar){.bytes = {[30] = 1, [31] = 123}};
    agreed = agreed_with_bob(arena, &secret);
    assert_bytes(arena, agreed.x, "AFVDiUrz0A7X10Cr29dclrBod7eH219w7qeLkKjXwAo");
}

static void ephemeral_key_is_another_one_each_time(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t x = decoded(arena, JWE_EC_X), y = decoded(arena, JWE_EC_Y);
    struct ecdh_es_agreed first, second;
    assert_true(ecdh_es_agree(arena, &random_system, x, y, &first));
    assert_true(ecdh_es_agree(arena, &random_system, x, y, &second));
    assert_false(str_eq(first.x, second.x));
    assert_false(str_eq(first.z, second.z));
}

/* Whoever multiplies such a point by a secret gives the secret away (RFC 7518, section 8.1). */
static void point_off_the_curve_is_refused(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    /* Coordinates that are swapped, zero, the field's prime, and all ones. */
    static const char *const points[][2] = {
        {JWE_EC_Y, JWE_EC_X},
        {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
        {"_____wAAAAEAAAAAAAAAAAAAAAD_______________8", JWE_EC_Y},
        {"__________________________________________8",
            "__________________________________________8"},
    };
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        str_t x = decoded(arena, points[i][0]), y = decoded(arena, points[i][1]);
        struct ecdh_es_agreed agreed;
        assert_false(ecdh_es_on_curve(x, y));
        assert_false(ecdh_es_agree(arena, &random_system, x, y, &agreed));
    }
    assert_true(ecdh_es_on_curve(decoded(arena, JWE_EC_X), decoded(arena, JWE_EC_Y)));
}

static int start(void **state)
{
    (void)state;
    return result_ok(crypto_init()) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alice_agrees_with_bob_as_published),
        cmocka_unit_test(derived_key_is_bound_to_each_input),
        cmocka_unit_test(hazard_leading_zeros_stay),
        cmocka_unit_test(ephemeral_key_is_another_one_each_time),
        cmocka_unit_test(point_off_the_curve_is_refused),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
