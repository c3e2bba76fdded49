#include "jose/foreign.h"

#include "base/buf.h"
#include "base/json_read.h"
#include "crypto/digest.h"
#include "crypto/random.h"
#include "jose/jwk.h"
#include "jose/mac.h"
#include "support/unit.h"
#include "tokens.h"
#include "vectors.h"

enum { ARENA_MAX = 4 << 20 };

#define SET(keys) "{\"keys\":[" keys "]}"
#define SECRET "0123456789abcdef0123456789abcdef"

static const char *const typs[] = {"JWT", NULL};
static const struct oauth_jwt_verifier *const port = &foreign_jwt_verifier;

static int begin(void **state)
{
    assert_ok(crypto_init());
    *state = arena_new(ARENA_MAX);
    return 0;
}

static int end(void **state)
{
    arena_free((arena_t **)state);
    return 0;
}

static struct oauth_jwt read_good(arena_t *arena, str_t text)
{
    struct oauth_jwt jwt;
    const char *refusal = port->read(port->self, arena, text, typs, &jwt);

    if (refusal != NULL)
        fail_msg("%s", refusal);
    return jwt;
}

/* What the set's keys say of the token of RFC 7515, A.3 (ES256, without kid). */
static const char *judge(arena_t *arena, const char *jwks)
{
    struct oauth_jwt jwt = read_good(arena, STR(RFC_EC_TOKEN));
    const char *refusal = port->verify(port->self, arena, &jwt, str_from_cstr(jwks));

    assert_string_equal(jwt.alg, "ES256");
    json_decref(jwt.claims);
    return refusal;
}

static str_t mac_token(arena_t *arena, const char *header, const char *secret)
{
    str_t unsigned_token = token_of(arena, str_from_cstr(header), STR("{\"iss\":\"a\"}"), STR(""));
    str_t input = str_first(unsigned_token, unsigned_token.len - 1);
    uint8_t mac[DIGEST_SHA256_BYTES];

    digest_hmac_sha256(secret, strlen(secret), input, mac);
    return token_of(
        arena, str_from_cstr(header), STR("{\"iss\":\"a\"}"), (str_t){(char *)mac, sizeof mac});
}

static void what_is_no_token_is_not_read(void **state)
{
    static const char *const headers[] = {"{\"alg\":\"none\"}", "{\"alg\":\"HS384\"}",
        "{\"alg\":\"hs256\"}", "{\"alg\":\"HS256\",\"jwk\":{}}", "{\"alg\":\"HS256\",\"crit\":[]}",
        "{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}", "{\"alg\":[\"HS256\"]}", "{}",
        "{\"alg\":\"HS256\",\"alg\":\"HS256\"}"};
    struct oauth_jwt jwt;

    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        str_t text = mac_token(*state, headers[i], SECRET);
        assert_non_null(port->read(port->self, *state, text, typs, &jwt));
        assert_null(jwt.claims);
    }
    assert_non_null(port->read(port->self, *state, STR_NONE, typs, &jwt));
    assert_non_null(port->read(port->self, *state, STR("a.b"), typs, &jwt));
}

static void any_fitting_key_of_the_set_proves(void **state)
{
    assert_null(judge(*state, SET(RFC_EC_JWK)));
    assert_null(judge(*state, SET(RFC_RSA_JWK "," RFC_OKP_JWK "," RFC_EC_JWK)));
}

#define OTHER_EC(more)                                                                             \
    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","     \
    "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"" more "}"
#define EC_WITH(more)                                                                              \
    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","     \
    "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"" more "}"

static void other_keys_do_not_prove(void **state)
{
    static const char *const unknown[] = {"", "x", "[]", "{}", "{\"keys\":{}}", SET(""), SET("7"),
        SET(RFC_RSA_JWK "," RFC_OKP_JWK), SET(EC_WITH(",\"use\":\"enc\"")),
        SET(EC_WITH(",\"alg\":\"ECDH-ES\"")), SET(EC_WITH(",\"key_ops\":[\"deriveKey\"]")),
        SET(EC_WITH(",\"d\":\"AA\"")), SET(EC_WITH(",\"kid\":7")), RFC_EC_JWK};

    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        const char *refusal = judge(*state, unknown[i]);
        if (refusal == NULL || strcmp(refusal, "the key is unknown") != 0)
            fail_msg("%s: %s", unknown[i], refusal == NULL ? "proven" : refusal);
    }
    assert_string_equal(judge(*state, SET(OTHER_EC(""))), "the signature does not hold");
    assert_null(judge(*state, SET(OTHER_EC("") "," RFC_EC_JWK)));
}

/* One bad key does not spoil the set (RFC 7517, section 5). */
static void keys_that_cannot_be_used_are_passed_over(void **state)
{
    assert_null(judge(*state,
        SET("7,{},{\"kty\":\"EC\"},{\"kty\":\"oct\",\"k\":\"AA\"},{\"kty\":\"RSA\",\"n\":\"AQ\","
            "\"e\":\"AQAB\"}," EC_WITH(",\"d\":\"AA\"") "," RFC_EC_JWK)));
}

static void candidates_are_bounded(void **state)
{
    buf_t keys = buf_new(*state, 1 << 16);

    for (size_t i = 0; i < JWKS_CANDIDATES_MAX; i++)
        buf_printf(&keys, "%s,", OTHER_EC(""));
    str_t many = buf_str(&keys);
    assert_string_equal(
        judge(*state, arena_printf(*state, SET("%.*s%s"), STR_ARG(many), RFC_EC_JWK).ptr),
        "the signature does not hold");
    str_t fewer = str_from(many, strlen(OTHER_EC("")) + 1);
    assert_null(judge(*state, arena_printf(*state, SET("%.*s%s"), STR_ARG(fewer), RFC_EC_JWK).ptr));
    for (size_t i = 0; i < JWKS_KEYS_MAX; i++)
        buf_printf(&keys, "%s,", RFC_RSA_JWK);
    assert_string_equal(judge(*state, arena_printf(*state, SET("%s,%.*s%s"), RFC_EC_JWK,
                                          STR_ARG(buf_str(&keys)), RFC_RSA_JWK)
                                          .ptr),
        "the key is unknown");
}

static void macs_and_signatures_are_never_taken_for_each_other(void **state)
{
    str_t text = mac_token(*state, "{\"alg\":\"HS256\"}", RFC_EC_JWK);
    struct oauth_jwt jwt = read_good(*state, text);

    assert_string_equal(jwt.alg, "HS256");
    assert_non_null(port->verify(port->self, *state, &jwt, STR(SET(RFC_EC_JWK))));
    json_decref(jwt.claims);
    jwt = read_good(*state, STR(RFC_EC_TOKEN));
    assert_non_null(port->verify_mac(port->self, &jwt, STR(SECRET)));
    json_decref(jwt.claims);
}

static void mac_needs_the_secret_and_a_long_one(void **state)
{
    struct oauth_jwt jwt = read_good(*state, mac_token(*state, "{\"alg\":\"HS256\"}", SECRET));

    assert_null(port->verify_mac(port->self, &jwt, STR(SECRET)));
    assert_non_null(port->verify_mac(port->self, &jwt, STR(SECRET "x")));
    assert_non_null(port->verify_mac(port->self, &jwt, STR_NONE));
    json_decref(jwt.claims);
    jwt = read_good(
        *state, mac_token(*state, "{\"alg\":\"HS256\"}", "0123456789abcdef0123456789abcde"));
    assert_non_null(port->verify_mac(port->self, &jwt, STR("0123456789abcdef0123456789abcde")));
    json_decref(jwt.claims);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_token_is_not_read),
        cmocka_unit_test(any_fitting_key_of_the_set_proves),
        cmocka_unit_test(other_keys_do_not_prove),
        cmocka_unit_test(keys_that_cannot_be_used_are_passed_over),
        cmocka_unit_test(candidates_are_bounded),
        cmocka_unit_test(macs_and_signatures_are_never_taken_for_each_other),
        cmocka_unit_test(mac_needs_the_secret_and_a_long_one),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
