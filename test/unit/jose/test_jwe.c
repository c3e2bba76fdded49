#include "jose/jwe.h"

#include "base/base64url.h"
#include "base/buf.h"
#include "base/json_read.h"
#include "crypto/random.h"

#include "fixed_random.h"
#include "jwe_vectors.h"
#include "support/unit.h"

enum { ARENA_MAX = 1 << 20, PARTS = 5 };

static struct jwk key_of(arena_t *arena, const char *text)
{
    json_auto_t *object = json_read_object(str_from_cstr(text), 4096);
    struct jwk jwk;
    assert_int_equal(jwk_read(arena, object, &jwk), JWK_ACCEPTED);
    return jwk;
}

#define EC_MATERIAL "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" JWE_EC_X "\",\"y\":\"" JWE_EC_Y "\""
#define RSA_MATERIAL "\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"" JWE_RSA_N "\""

static str_t encrypted(
    arena_t *arena, const struct random_source *random, const struct jwe_header *header, str_t text)
{
    str_t token;
    assert_ok(jwe_encrypt(arena, random, header, text, &token));
    return token;
}

static json_t *header_of(arena_t *arena, str_t token)
{
    str_t part, text;
    assert_true(str_next(&token, '.', &part));
    assert_true(base64url_decode(arena, part, &text));
    json_t *header = json_read_object(text, 4096);
    assert_non_null(header);
    return header;
}

/* ---- tokens ---- */

static void tokens_are_those_computed_elsewhere(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct jwk rsa = key_of(arena, JWE_RSA_JWK), ec = key_of(arena, JWE_EC_JWK);
    const struct {
        struct jwe_header header;
        const char *text;
        const char *token;
    } cases[] = {
        {{JWE_RSA_OAEP_256, JWE_A256GCM, "JWT", &rsa}, "nested", JWE_RSA_A256GCM_TOKEN},
        {{JWE_RSA_OAEP_256, JWE_A128GCM, NULL, &rsa}, "{\"sub\":\"a\"}", JWE_RSA_A128GCM_TOKEN},
        {{JWE_ECDH_ES, JWE_A128GCM, "JWT", &ec}, "nested", JWE_EC_A128GCM_TOKEN},
        {{JWE_ECDH_ES, JWE_A256GCM, NULL, &ec}, "{\"sub\":\"a\"}", JWE_EC_A256GCM_TOKEN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct counting counting = {0};
        const struct random_source random = {&counting, counting_fill};
        assert_str(encrypted(arena, &random, &cases[i].header, str_from_cstr(cases[i].text)),
            cases[i].token);
    }
}

static void no_part_but_the_kind_repeats_in_the_next_token(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct jwk rsa = key_of(arena, JWE_RSA_JWK);
    const struct jwe_header header = {JWE_RSA_OAEP_256, JWE_A256GCM, "JWT", &rsa};
    str_t first = encrypted(arena, &random_system, &header, STR("text")), a;
    str_t second = encrypted(arena, &random_system, &header, STR("text")), b;
    for (int i = 0; i < PARTS; i++) {
        assert_true(str_next(&first, '.', &a) && str_next(&second, '.', &b));
        assert_int_equal(a.len, b.len);
        assert_int_equal(str_eq(a, b), i == 0);
    }
    assert_false(str_present(first));
}

/* RFC 7516, section 5.1, step 5: direct agreement encrypts no key. */
static void agreement_sends_an_epk_and_no_key(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct jwk ec = key_of(arena, "{" EC_MATERIAL "}"), epk;
    const struct jwe_header header = {JWE_ECDH_ES, JWE_A128GCM, NULL, &ec};
    str_t token = encrypted(arena, &random_system, &header, STR("text")), rest = token, part;
    assert_true(str_next(&rest, '.', &part) && str_next(&rest, '.', &part));
    assert_int_equal(part.len, 0);

    json_auto_t *members = header_of(arena, token);
    assert_int_equal(jwk_read(arena, json_object_get(members, "epk"), &epk), JWK_ACCEPTED);
    assert_null(json_object_get(members, "kid")); /* the key has none */
    assert_null(json_object_get(members, "cty"));
    assert_int_equal(json_object_size(members), 3);
}

static void content_of_any_length_is_carried(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(1 << 22);
    struct jwk ec = key_of(arena, JWE_EC_JWK);
    const struct jwe_header header = {JWE_ECDH_ES, JWE_A256GCM, "JWT", &ec};
    static const size_t lengths[] = {0, 1, 15, 16, 17, 4096, 100000};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        str_t text = {arena_alloc(arena, lengths[i]), lengths[i]}, part = STR_NONE, ciphertext;
        str_t rest = encrypted(arena, &random_system, &header, text);
        for (int skip = 0; skip < PARTS - 1; skip++)
            assert_true(str_next(&rest, '.', &part));
        assert_true(base64url_decode(arena, part, &ciphertext));
        assert_int_equal(ciphertext.len, lengths[i]);
    }
}

static void key_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct jwk rsa = key_of(arena, JWE_RSA_JWK), ec = key_of(arena, JWE_EC_JWK), off = ec;
    off.x = ec.y;
    const struct jwe_header headers[] = {
        {JWE_RSA_OAEP_256, JWE_A128GCM, NULL, &ec},
        {JWE_ECDH_ES, JWE_A128GCM, NULL, &rsa},
        {JWE_ECDH_ES, JWE_A128GCM, NULL, &off},
    };
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        str_t token;
        assert_result(
            jwe_encrypt(arena, &random_system, &headers[i], STR("text"), &token), RESULT_FAILED);
    }
}

/* ---- the key of a set ---- */

/* A set of such keys, each with the members that are given. */
static json_t *set_of(arena_t *arena, const char *material, const char *const *members, size_t n)
{
    buf_t text = buf_new(arena, ARENA_MAX / 2);
    buf_put(&text, STR("{\"keys\":["));
    for (size_t i = 0; i < n; i++)
        buf_printf(&text, "%s{%s,%s}", i > 0 ? "," : "", members[i], material);
    buf_put(&text, STR("]}"));
    json_t *set = json_read_object(buf_str(&text), ARENA_MAX);
    assert_non_null(set);
    return set;
}

static void assert_chosen(
    const char *material, const char *const *members, size_t n, enum jwe_alg alg, const char *kid)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    json_auto_t *set = set_of(arena, material, members, n);
    struct jwk key;
    assert_true(jwe_choose_key(arena, set, alg, &key));
    assert_str(key.kid, kid);
}

static void assert_none_chosen(
    const char *material, const char *const *members, size_t n, enum jwe_alg alg)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    json_auto_t *set = set_of(arena, material, members, n);
    struct jwk key;
    assert_false(jwe_choose_key(arena, set, alg, &key));
}

static void key_is_chosen_by_alg_then_use_then_order(void **state)
{
    (void)state;
    static const char *const members[] = {
        "\"kid\":\"plain\"",
        "\"kid\":\"enc\",\"use\":\"enc\"",
        "\"kid\":\"ops\",\"key_ops\":[\"deriveKey\"]",
        "\"kid\":\"named\",\"alg\":\"ECDH-ES\"",
        "\"kid\":\"both\",\"use\":\"enc\",\"alg\":\"ECDH-ES\"",
    };
    assert_chosen(EC_MATERIAL, members, 5, JWE_ECDH_ES, "named");
    assert_chosen(EC_MATERIAL, members, 3, JWE_ECDH_ES, "enc");
    assert_chosen(EC_MATERIAL, members, 1, JWE_ECDH_ES, "plain");
    assert_chosen(EC_MATERIAL, members + 2, 1, JWE_ECDH_ES, "ops");
}

static void key_for_signatures_or_of_another_kind_is_not_chosen(void **state)
{
    (void)state;
    static const char *const ec[] = {
        "\"use\":\"sig\"", "\"key_ops\":[\"verify\"]", "\"alg\":\"ES256\""};
    static const char *const rsa[] = {
        "\"use\":\"sig\"", "\"key_ops\":[\"verify\"]", "\"alg\":\"PS256\""};
    static const char *const enc[] = {"\"use\":\"enc\""};
    assert_none_chosen(EC_MATERIAL, ec, 3, JWE_ECDH_ES);
    assert_none_chosen(RSA_MATERIAL, rsa, 3, JWE_RSA_OAEP_256);
    assert_none_chosen(EC_MATERIAL, enc, 1, JWE_RSA_OAEP_256);
    assert_none_chosen(RSA_MATERIAL, enc, 1, JWE_ECDH_ES);
}

/* Foreign sets hold what others need: what we cannot use hides nothing that we can. */
static void unusable_keys_are_passed_over(void **state)
{
    (void)state;
    static const char *const sets[] = {
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"AA\",\"y\":\"AA\"}," JWE_EC_JWK "]}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}," JWE_EC_JWK "]}",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"use\":\"enc\",\"x\":\"" JWE_EC_X
        "\",\"y\":\"" JWE_EC_X "\"}," JWE_EC_JWK "]}",
        "{\"keys\":[{\"use\":\"enc\",\"d\":\"AA\"," EC_MATERIAL "}," JWE_EC_JWK "]}",
        "{\"keys\":[1,null,[]," JWE_EC_JWK "]}",
    };
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        AUTO_ARENA arena = arena_new(ARENA_MAX);
        json_auto_t *set = json_read_object(str_from_cstr(sets[i]), ARENA_MAX);
        struct jwk key;
        assert_true(jwe_choose_key(arena, set, JWE_ECDH_ES, &key));
        assert_str(key.kid, "ec-1");
    }
}

static void what_is_no_set_has_no_key(void **state)
{
    (void)state;
    static const char *const texts[] = {"{}", "{\"keys\":{}}", "{\"keys\":[]}", JWE_EC_JWK};
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct jwk key;
    assert_false(jwe_choose_key(arena, NULL, JWE_ECDH_ES, &key));
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        json_auto_t *set = json_read_object(str_from_cstr(texts[i]), ARENA_MAX);
        assert_false(jwe_choose_key(arena, set, JWE_ECDH_ES, &key));
    }
    static const char *members[JWKS_KEYS_MAX + 1];
    for (size_t i = 0; i < JWKS_KEYS_MAX + 1; i++)
        members[i] = "\"use\":\"enc\"";
    assert_none_chosen(EC_MATERIAL, members, JWKS_KEYS_MAX + 1, JWE_ECDH_ES);
}

/* ---- names ---- */

static void names_are_exact(void **state)
{
    (void)state;
    static const char *const wrong[] = {"", "rsa-oaep-256", "RSA-OAEP", "RSA1_5", "dir", "none",
        "ECDH-ES+A128KW", "A128CBC-HS256", "A192GCM", "a128gcm", "A128GCM "};
    enum jwe_alg alg;
    enum jwe_enc enc;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(jwe_alg_from_name(str_from_cstr(wrong[i]), &alg));
        assert_false(jwe_enc_from_name(str_from_cstr(wrong[i]), &enc));
    }
    for (unsigned i = 0; i < JWE_ALG_COUNT; i++)
        assert_true(jwe_alg_from_name(str_from_cstr(jwe_alg_name((enum jwe_alg)i)), &alg) &&
                    (unsigned)alg == i);
    for (unsigned i = 0; i < JWE_ENC_COUNT; i++)
        assert_true(jwe_enc_from_name(str_from_cstr(jwe_enc_name((enum jwe_enc)i)), &enc) &&
                    (unsigned)enc == i);
}

static int start(void **state)
{
    (void)state;
    return result_ok(crypto_init()) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_those_computed_elsewhere),
        cmocka_unit_test(no_part_but_the_kind_repeats_in_the_next_token),
        cmocka_unit_test(agreement_sends_an_epk_and_no_key),
        cmocka_unit_test(content_of_any_length_is_carried),
        cmocka_unit_test(key_that_does_not_fit_is_refused),
        cmocka_unit_test(key_is_chosen_by_alg_then_use_then_order),
        cmocka_unit_test(key_for_signatures_or_of_another_kind_is_not_chosen),
        cmocka_unit_test(unusable_keys_are_passed_over),
        cmocka_unit_test(what_is_no_set_has_no_key),
        cmocka_unit_test(names_are_exact),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
