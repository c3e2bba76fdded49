#include "account/client_metadata.h"

#include "base/json_read.h"
#include "support/unit.h"

/* "member: reason", or "" if it may be. */
static str_t judge(arena_t *arena, enum oauth_client_type type, const char *text)
{
    struct client_metadata_problem problem = {0};
    json_auto_t *metadata = json_read_object(str_from_cstr(text), CLIENT_MAX_METADATA);

    assert_non_null(metadata);
    if (client_metadata_judge(arena, type, metadata, &problem))
        return STR("");
    return arena_printf(arena, "%s: %s", problem.member, problem.reason);
}

#define WEB "\"redirect_uris\":[\"https://shop.example/cb\"]"

struct wrong {
    enum oauth_client_type type;
    const char *metadata;
    const char *problem;
};

static void refuse_all(const struct wrong *wrong, size_t n)
{
    AUTO_ARENA arena = arena_new(16u << 20);

    for (size_t i = 0; i < n; i++)
        assert_str(judge(arena, wrong[i].type, wrong[i].metadata), wrong[i].problem);
}

static void unknown_members_are_refused_with_the_nearest(void **state)
{
    static const struct wrong wrong[] = {
        {CLIENT_WEB, "{\"redirect_urls\":[]}",
            "redirect_urls: is not known; did you mean redirect_uris?"},
        {CLIENT_WEB, "{\"client_nmae\":\"x\"}",
            "client_nmae: is not known; did you mean client_name?"},
        {CLIENT_WEB, "{\"jwks_url\":\"https://a.example\"}",
            "jwks_url: is not known; did you mean jwks_uri?"},
        {CLIENT_WEB, "{\"\":1}", ": is not known"},
        {CLIENT_WEB, "{\"client_name#de\":\"x\"}",
            "client_name#de: is not known; did you mean client_name?"},
    };

    (void)state;
    refuse_all(wrong, sizeof wrong / sizeof *wrong);
}

static void members_of_another_type_are_refused(void **state)
{
    static const struct wrong wrong[] = {
        {CLIENT_WEB, "{\"client_name\":7}", "client_name: must be a text"},
        {CLIENT_WEB, "{\"redirect_uris\":\"https://a.example\"}", "redirect_uris: must be a list"},
        {CLIENT_WEB, "{\"redirect_uris\":[7]}",
            "redirect_uris: must be a list of at most 32 texts"},
        {CLIENT_WEB, "{\"require_pkce\":\"true\"}", "require_pkce: must be true or false"},
        {CLIENT_WEB, "{\"default_max_age\":1.5}", "default_max_age: must be a whole number"},
        {CLIENT_WEB, "{\"default_max_age\":-1}", "default_max_age: must be 0 or more seconds"},
        {CLIENT_WEB, "{\"jwks\":[]}", "jwks: must be an object"},
        {CLIENT_WEB, "{\"jwks\":\"{}\"}", "jwks: must be an object"},
        {CLIENT_WEB, "{\"jwks_uri\":{}}", "jwks_uri: must be a text"},
        {CLIENT_WEB, "{\"scope\":[\"a\"]}", "scope: must be a text"},
        {CLIENT_WEB, "{\"scope\":null}", "scope: must be a text"},
    };

    (void)state;
    refuse_all(wrong, sizeof wrong / sizeof *wrong);
}

static void values_that_are_not_served_are_refused(void **state)
{
    static const struct wrong wrong[] = {
        {CLIENT_WEB, "{\"grant_types\":[\"password\"]}",
            "grant_types: names a grant that this server does not have"},
        {CLIENT_WEB, "{\"response_types\":[\"token\"]}", "response_types: may hold \"code\" only"},
        {CLIENT_WEB, "{\"token_endpoint_auth_method\":\"password\"}",
            "token_endpoint_auth_method: names a method that this server does not have"},
        {CLIENT_WEB, "{\"id_token_signed_response_alg\":\"none\"}",
            "id_token_signed_response_alg: must be RS256, PS256, ES256 or EdDSA"},
        {CLIENT_WEB, "{\"access_token_format\":\"paseto\"}",
            "access_token_format: must be jwt or opaque"},
        {CLIENT_WEB, "{\"subject_type\":\"private\"}", "subject_type: must be public or pairwise"},
        {CLIENT_WEB, "{\"sector_identifier_uri\":\"http://a.example\"}",
            "sector_identifier_uri: must be an https address"},
        {CLIENT_WEB, "{\"application_type\":\"native\"}",
            "application_type: does not fit the client's type"},
        {CLIENT_WEB, "{\"scope\":\"a  b\"}",
            "scope: must be a list of scopes with single spaces between"},
        {CLIENT_WEB, "{\"client_name\":\" \"}",
            "client_name: must be one line of text, of at most 200 characters"},
        {CLIENT_WEB, "{\"client_name\":\"a\\nb\"}",
            "client_name: must be one line of text, of at most 200 characters"},
    };

    (void)state;
    refuse_all(wrong, sizeof wrong / sizeof *wrong);
}

static void encryption_is_said_whole_and_has_a_key(void **state)
{
    static const struct wrong wrong[] = {
        {CLIENT_WEB, "{" WEB ",\"id_token_encrypted_response_alg\":\"RSA1_5\"}",
            "id_token_encrypted_response_alg: must be RSA-OAEP-256 or ECDH-ES"},
        {CLIENT_WEB, "{" WEB ",\"userinfo_encrypted_response_enc\":\"A128CBC-HS256\"}",
            "userinfo_encrypted_response_enc: must be A128GCM or A256GCM"},
        {CLIENT_WEB,
            "{" WEB ",\"jwks_uri\":\"https://shop.example/keys\","
            "\"id_token_encrypted_response_alg\":\"ECDH-ES\"}",
            "id_token_encrypted_response_enc: must be said: the specification's default, "
            "A128CBC-HS256, is not served"},
        {CLIENT_WEB,
            "{" WEB ",\"jwks_uri\":\"https://shop.example/keys\","
            "\"userinfo_encrypted_response_enc\":\"A128GCM\"}",
            "userinfo_encrypted_response_alg: must stand beside its enc"},
        {CLIENT_RESOURCE,
            "{\"introspection_encrypted_response_alg\":\"ECDH-ES\","
            "\"introspection_encrypted_response_enc\":\"A256GCM\"}",
            "introspection_encrypted_response_alg: needs a key to encrypt to: jwks or jwks_uri"},
    };
    AUTO_ARENA arena = arena_new(1u << 20);

    (void)state;
    refuse_all(wrong, sizeof wrong / sizeof *wrong);
    assert_str(judge(arena, CLIENT_RESOURCE,
                   "{\"jwks_uri\":\"https://shop.example/keys\","
                   "\"introspection_encrypted_response_alg\":\"ECDH-ES\","
                   "\"introspection_encrypted_response_enc\":\"A256GCM\"}"),
        "");
}

static void addresses_for_people_are_https(void **state)
{
    static const char *const uris[] = {"http://a.example/", "javascript:alert(1)", "/logo.png",
        "https://user@a.example/", "https://a.example/#x", "data:image/png;base64,AA", ""};
    static const char *const members[] = {
        "logo_uri", "client_uri", "policy_uri", "tos_uri", "jwks_uri"};
    AUTO_ARENA arena = arena_new(16u << 20);

    (void)state;
    for (size_t m = 0; m < sizeof members / sizeof *members; m++) {
        for (size_t u = 0; u < sizeof uris / sizeof *uris; u++) {
            str_t text = arena_printf(arena, "{\"%s\":\"%s\"}", members[m], uris[u]);
            str_t said = arena_printf(arena, "%s: must be an https address", members[m]);
            assert_str(judge(arena, CLIENT_WEB, text.ptr), said.ptr);
        }
    }
}

static void bad_redirect_uris_are_refused(void **state)
{
    static const struct {
        enum oauth_client_type type;
        const char *uri;
    } wrong[] = {
        {CLIENT_WEB, "http://shop.example/"},
        {CLIENT_WEB, "https://shop.example/#x"},
        {CLIENT_WEB, "https://*.example/"},
        {CLIENT_WEB, "javascript:alert(1)"},
        {CLIENT_WEB, "/relative"},
        {CLIENT_SPA, "com.example.app:/cb"},
        {CLIENT_NATIVE, "app:/cb"},
        {CLIENT_WEB, "https://u:p@shop.example/"},
        {CLIENT_WEB, "https://shop.example/\\n"},
    };
    AUTO_ARENA arena = arena_new(16u << 20);

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        str_t text = arena_printf(arena, "{\"redirect_uris\":[\"%s\"]}", wrong[i].uri);
        assert_true(str_starts_with(judge(arena, wrong[i].type, text.ptr), STR("redirect_uris: ")));
    }
}

static void members_must_fit_each_other_and_the_type(void **state)
{
    static const struct wrong wrong[] = {
        {CLIENT_WEB, "{}", "redirect_uris: must hold at least one address for authorization_code"},
        {CLIENT_MACHINE, "{" WEB "}",
            "redirect_uris: must be empty without the grant authorization_code"},
        {CLIENT_MACHINE, "{" WEB ",\"grant_types\":[\"authorization_code\"]}",
            "grant_types: must not hold authorization_code for a machine"},
        {CLIENT_RESOURCE, "{\"grant_types\":[\"client_credentials\"]}",
            "grant_types: must be empty: a resource server gets no tokens"},
        {CLIENT_SPA, "{" WEB ",\"grant_types\":[\"authorization_code\",\"client_credentials\"]}",
            "grant_types: must not hold client_credentials for a client without a secret"},
        {CLIENT_MACHINE, "{\"grant_types\":[\"client_credentials\",\"refresh_token\"]}",
            "grant_types: must hold authorization_code too if it holds refresh_token"},
        {CLIENT_WEB, "{" WEB ",\"token_endpoint_auth_method\":\"none\"}",
            "token_endpoint_auth_method: must not be none for this type of client"},
        {CLIENT_SPA, "{" WEB ",\"token_endpoint_auth_method\":\"client_secret_post\"}",
            "token_endpoint_auth_method: must be none: this type of client cannot keep a secret"},
        {CLIENT_NATIVE, "{" WEB ",\"require_pkce\":false}",
            "require_pkce: must be true: this type of client has no secret (RFC 9700, 2.1.1)"},
        {CLIENT_WEB,
            "{\"redirect_uris\":[\"https://a.example/\",\"https://b.example/\"],"
            "\"subject_type\":\"pairwise\"}",
            "sector_identifier_uri: is needed for pairwise subjects: the redirect URIs do not "
            "share "
            "one host"},
        {CLIENT_MACHINE, "{\"subject_type\":\"pairwise\"}",
            "subject_type: must not be pairwise without the grant authorization_code"},
        {CLIENT_RESOURCE, "{\"sector_identifier_uri\":\"https://a.example/\"}",
            "sector_identifier_uri: must not stand without the grant authorization_code"},
    };

    (void)state;
    refuse_all(wrong, sizeof wrong / sizeof *wrong);
}

static void good_metadata_passes(void **state)
{
    AUTO_ARENA arena = arena_new(16u << 20);

    (void)state;
    assert_str(judge(arena, CLIENT_WEB,
                   "{" WEB ",\"client_name\":\"Shop\",\"require_pkce\":false,\"scope\":\"openid "
                   "email\",\"token_endpoint_auth_method\":\"client_secret_post\","
                   "\"response_types\":[\"code\"],\"contacts\":[\"a@example.com\"],"
                   "\"default_max_age\":0,\"logo_uri\":\"https://shop.example/logo.svg\"}"),
        "");
    assert_str(judge(arena, CLIENT_NATIVE,
                   "{\"redirect_uris\":[\"com.example.app:/cb\",\"http://127.0.0.1/cb\"]}"),
        "");
    assert_str(judge(arena, CLIENT_SPA, "{" WEB "}"), "");
    assert_str(judge(arena, CLIENT_SPA, "{" WEB ",\"subject_type\":\"pairwise\"}"), "");
    assert_str(judge(arena, CLIENT_MACHINE, "{}"), "");
    assert_str(judge(arena, CLIENT_RESOURCE, "{}"), "");
}

static str_t completed(arena_t *arena, enum oauth_client_type type, const char *text)
{
    json_auto_t *metadata = json_read_object(str_from_cstr(text), CLIENT_MAX_METADATA);
    json_auto_t *whole = client_metadata_complete(type, metadata);

    return json_write(arena, whole);
}

static void defaults_of_the_type_are_added(void **state)
{
    AUTO_ARENA arena = arena_new(16u << 20);

    (void)state;
    assert_str(completed(arena, CLIENT_MACHINE, "{}"),
        "{\"token_endpoint_auth_method\":\"client_secret_basic\","
        "\"grant_types\":[\"client_credentials\"],\"access_token_format\":\"jwt\","
        "\"access_token_signed_response_alg\":\"ES256\"}");
    assert_str(completed(arena, CLIENT_SPA, "{}"),
        "{\"token_endpoint_auth_method\":\"none\","
        "\"grant_types\":[\"authorization_code\",\"refresh_token\"],"
        "\"access_token_format\":\"jwt\",\"access_token_signed_response_alg\":\"ES256\","
        "\"id_token_signed_response_alg\":\"RS256\",\"require_pkce\":true,"
        "\"require_consent\":true}");
}

static void what_was_said_stays(void **state)
{
    AUTO_ARENA arena = arena_new(16u << 20);
    str_t said = completed(arena, CLIENT_WEB,
        "{\"grant_types\":[],\"token_endpoint_auth_method\":\"client_secret_post\","
        "\"access_token_format\":\"opaque\"}");

    (void)state;
    assert_str(said, "{\"grant_types\":[],\"token_endpoint_auth_method\":\"client_secret_post\","
                     "\"access_token_format\":\"opaque\","
                     "\"access_token_signed_response_alg\":\"ES256\"}");
}

static void assertions_need_keys_and_an_algorithm_that_fits(void **state)
{
    static const struct wrong wrong[] = {
        {CLIENT_MACHINE, "{\"token_endpoint_auth_method\":\"private_key_jwt\"}",
            "jwks: or jwks_uri is needed: without keys nothing can be signed"},
        {CLIENT_MACHINE,
            "{\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":{},"
            "\"token_endpoint_auth_signing_alg\":\"HS256\"}",
            "token_endpoint_auth_signing_alg: does not fit token_endpoint_auth_method"},
        {CLIENT_MACHINE,
            "{\"token_endpoint_auth_method\":\"client_secret_jwt\","
            "\"token_endpoint_auth_signing_alg\":\"ES256\"}",
            "token_endpoint_auth_signing_alg: does not fit token_endpoint_auth_method"},
        {CLIENT_MACHINE, "{\"token_endpoint_auth_signing_alg\":\"none\"}",
            "token_endpoint_auth_signing_alg: names an algorithm that this server does not take "
            "assertions with"},
        {CLIENT_MACHINE, "{\"token_endpoint_auth_signing_alg\":\"ES256\"}",
            "token_endpoint_auth_signing_alg: does not fit token_endpoint_auth_method"},
        {CLIENT_SPA, "{\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":{}," WEB "}",
            "token_endpoint_auth_method: must be none: this type of client cannot keep a secret"},
        {CLIENT_MACHINE,
            "{\"token_endpoint_auth_method\":\"private_key_jwt\","
            "\"jwks_uri\":\"https://shop.example/keys\","
            "\"token_endpoint_auth_signing_alg\":\"PS256\"}",
            ""},
        {CLIENT_RESOURCE, "{\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":{}}", ""},
    };

    (void)state;
    refuse_all(wrong, sizeof wrong / sizeof *wrong);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(assertions_need_keys_and_an_algorithm_that_fits),
        cmocka_unit_test(unknown_members_are_refused_with_the_nearest),
        cmocka_unit_test(members_of_another_type_are_refused),
        cmocka_unit_test(values_that_are_not_served_are_refused),
        cmocka_unit_test(encryption_is_said_whole_and_has_a_key),
        cmocka_unit_test(addresses_for_people_are_https),
        cmocka_unit_test(bad_redirect_uris_are_refused),
        cmocka_unit_test(members_must_fit_each_other_and_the_type),
        cmocka_unit_test(good_metadata_passes),
        cmocka_unit_test(defaults_of_the_type_are_added),
        cmocka_unit_test(what_was_said_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
