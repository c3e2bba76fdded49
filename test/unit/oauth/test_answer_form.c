#include "oauth/answer_form.h"

#include "base/json_read.h"

#include "support/unit.h"

enum { TEXT_MAX = 4096 };

static struct oauth_answer_form form_of(const char *text, const char *kind)
{
    json_auto_t *metadata = json_read_object(str_from_cstr(text), TEXT_MAX);

    assert_non_null(metadata);
    return oauth_answer_form_read(metadata, kind, "RS256");
}

static void nothing_said_is_the_default_and_not_encrypted(void **state)
{
    (void)state;
    struct oauth_answer_form form = form_of("{\"userinfo_signed_response_alg\":\"ES256\","
                                            "\"userinfo_encrypted_response_alg\":\"ECDH-ES\"}",
        "id_token");
    assert_string_equal(form.signing_alg, "RS256");
    assert_null(form.encryption_alg);
    assert_null(form.encryption_enc);
}

static void each_kind_has_its_own_members(void **state)
{
    static const char text[] = "{\"id_token_signed_response_alg\":\"EdDSA\","
                               "\"id_token_encrypted_response_alg\":\"RSA-OAEP-256\","
                               "\"id_token_encrypted_response_enc\":\"A256GCM\","
                               "\"userinfo_encrypted_response_alg\":\"ECDH-ES\","
                               "\"userinfo_encrypted_response_enc\":\"A128GCM\"}";
    (void)state;
    struct oauth_answer_form form = form_of(text, "id_token");
    assert_string_equal(form.signing_alg, "EdDSA");
    assert_string_equal(form.encryption_alg, "RSA-OAEP-256");
    assert_string_equal(form.encryption_enc, "A256GCM");
    form = form_of(text, "userinfo");
    assert_string_equal(form.signing_alg, "RS256");
    assert_string_equal(form.encryption_alg, "ECDH-ES");
    assert_string_equal(form.encryption_enc, "A128GCM");
}

static void encryption_that_is_not_known_is_not_forgotten(void **state)
{
    (void)state;
    struct oauth_answer_form form = form_of("{\"userinfo_encrypted_response_alg\":\"HPKE-1\","
                                            "\"userinfo_encrypted_response_enc\":\"A512GCM\"}",
        "userinfo");
    assert_non_null(form.encryption_alg);
    assert_string_equal(form.encryption_alg, "");
    assert_string_equal(form.encryption_enc, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_said_is_the_default_and_not_encrypted),
        cmocka_unit_test(each_kind_has_its_own_members),
        cmocka_unit_test(encryption_that_is_not_known_is_not_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
