#include "jose/registered_keys.h"

#include "base/json_read.h"
#include "support/unit.h"
#include "vectors.h"

enum { ARENA_MAX = 4 << 20, TEXT_MAX = 1 << 20 };

/* P-256's x with another y: a point off the curve. */
#define OFF_CURVE                                                                                  \
    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","     \
    "\"y\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"}"
#define PRIVATE                                                                                    \
    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\","  \
    "\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\"}"
#define SET(keys) "{\"keys\":[" keys "]}"

static const char *judge(const char *text)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    json_auto_t *object = json_read_object(str_from_cstr(text), TEXT_MAX);

    assert_non_null(object);
    return registered_keys_judge.judge(registered_keys_judge.self, arena, object);
}

static void refused(const char *text, const char *word)
{
    const char *said = judge(text);

    if (said == NULL || strstr(said, word) == NULL)
        fail_msg("%s: %s", text, said == NULL ? "taken" : said);
}

static void secrets_are_refused(void **state)
{
    (void)state;
    refused(SET(PRIVATE), "public keys only");
    refused(SET(RFC_EC_JWK "," PRIVATE), "public keys only");
    refused(
        SET("{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ\"}"), "public keys only");
}

static void what_cannot_be_used_is_refused(void **state)
{
    (void)state;
    refused("{}", "must be a JWK Set");
    refused("{\"keys\":{}}", "must be a JWK Set");
    refused(SET("7"), "must be a JWK Set");
    refused(RFC_EC_JWK, "must be a JWK Set");
    refused(SET(OFF_CURVE), "must be a JWK Set");
    refused(SET(""), "that this server can use");
    refused(SET("{\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\"AA\",\"y\":\"AA\"}"),
        "that this server can use");
    refused(SET("{\"kty\":\"RSA\",\"n\":\"1Zz9\",\"e\":\"AQAB\"}"), "2048");
    refused(SET("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"use\":\"sig\",\"key_ops\":[\"encrypt\"],"
                "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"),
        "use, key_ops");
    refused(SET(RFC_THUMBPRINT_JWK "," RFC_THUMBPRINT_JWK), "a kid of its own");
}

static void public_keys_are_taken(void **state)
{
    (void)state;
    assert_null(judge(SET(RFC_RSA_JWK "," RFC_EC_JWK "," RFC_OKP_JWK "," RFC_THUMBPRINT_JWK)));
    assert_null(judge(SET(RFC_EC_JWK ",{\"kty\":\"AKP\",\"alg\":\"ML-DSA-44\",\"pub\":\"AA\"}")));
}

static bool encrypts(const char *text, str_t alg)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    json_auto_t *object = json_read_object(str_from_cstr(text), TEXT_MAX);

    assert_non_null(object);
    return registered_keys_judge.encrypts(registered_keys_judge.self, arena, object, alg);
}

static void keys_encrypt_by_their_kind_unless_they_are_for_signatures(void **state)
{
    (void)state;
    assert_true(encrypts(SET(RFC_OKP_JWK "," RFC_EC_JWK), STR("ECDH-ES")));
    assert_false(encrypts(SET(RFC_OKP_JWK "," RFC_EC_JWK), STR("RSA-OAEP-256")));
    assert_false(encrypts(SET(RFC_THUMBPRINT_JWK), STR("RSA-OAEP-256"))); /* alg RS256 */
    assert_true(encrypts(SET(RFC_RSA_JWK), STR("RSA-OAEP-256")));
    assert_false(encrypts(SET(RFC_RSA_JWK), STR("RSA-OAEP")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(secrets_are_refused),
        cmocka_unit_test(what_cannot_be_used_is_refused),
        cmocka_unit_test(public_keys_are_taken),
        cmocka_unit_test(keys_encrypt_by_their_kind_unless_they_are_for_signatures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
