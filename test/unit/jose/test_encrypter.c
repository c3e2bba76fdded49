#include "jose/encrypter.h"

#include "crypto/random.h"

#include "fixed_random.h"
#include "jwe_vectors.h"
#include "support/unit.h"

enum { ARENA_MAX = 1 << 20 };

#define BOTH "{\"keys\":[" JWE_RSA_JWK "," JWE_EC_JWK "]}"

static void token_is_that_of_the_key_that_fits(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    const struct {
        const char *alg, *enc, *cty, *text, *token;
    } cases[] = {
        {"RSA-OAEP-256", "A256GCM", "JWT", "nested", JWE_RSA_A256GCM_TOKEN},
        {"ECDH-ES", "A256GCM", NULL, "{\"sub\":\"a\"}", JWE_EC_A256GCM_TOKEN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct counting counting = {0};
        const struct random_source random = {&counting, counting_fill};
        struct oauth_encrypter port = jwe_encrypter(&random);
        str_t token;
        const struct oauth_recipient *to =
            port.recipient(port.self, arena, STR(BOTH), cases[i].alg, cases[i].enc);
        assert_non_null(to);
        assert_ok(
            port.encrypt(port.self, arena, to, cases[i].cty, str_from_cstr(cases[i].text), &token));
        assert_str(token, cases[i].token);
    }
}

static void nobody_is_found_in_what_is_no_set_or_by_what_is_no_algorithm(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    struct oauth_encrypter port = jwe_encrypter(&random_system);
    static const str_t sets[] = {{NULL, 0}, STR_INIT(""), STR_INIT("[]"), STR_INIT("{}"),
        STR_INIT("{\"keys\":[]}"), STR_INIT("{\"keys\":[" JWE_RSA_JWK "]}"),
        STR_INIT("{\"keys\":[" JWE_EC_JWK "]} ,"),
        STR_INIT("{\"keys\":[],\"keys\":[" JWE_EC_JWK "]}")};
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++)
        assert_null(port.recipient(port.self, arena, sets[i], "ECDH-ES", "A128GCM"));
    assert_null(port.recipient(port.self, arena, STR(BOTH), "dir", "A128GCM"));
    assert_null(port.recipient(port.self, arena, STR(BOTH), "", ""));
    assert_null(port.recipient(port.self, arena, STR(BOTH), "ECDH-ES", "A128CBC-HS256"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(token_is_that_of_the_key_that_fits),
        cmocka_unit_test(nobody_is_found_in_what_is_no_set_or_by_what_is_no_algorithm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
