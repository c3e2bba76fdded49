#include "base/base64url.h"
#include "http/basic.h"
#include "support/unit.h"

enum { ARENA_MAX = 1024 * 1024 };

static enum http_credentials parse_pair(arena_t *arena, str_t pair, str_t *id, str_t *secret)
{
    str_t header = arena_printf(arena, "Basic %s", base64_encode(arena, pair.ptr, pair.len).ptr);
    return http_basic_parse(arena, header, id, secret);
}

static void another_scheme_is_none(void **state)
{
    static const str_t headers[] = {{NULL, 0}, STR_INIT(""), STR_INIT("Bearer YTpi"),
        STR_INIT("BasicYTpi"), STR_INIT("Digest a=b")};
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t id, secret;
    (void)state;

    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        assert_int_equal(http_basic_parse(arena, headers[i], &id, &secret), HTTP_CREDENTIALS_NONE);
        assert_false(str_present(id));
    }
}

static void bad_base64_is_malformed(void **state)
{
    static const str_t headers[] = {STR_INIT("Basic"), STR_INIT("Basic "), STR_INIT("Basic YTpi="),
        STR_INIT("Basic YTp"), STR_INIT("Basic Y T p i"), STR_INIT("Basic YTp=="),
        STR_INIT("Basic !!!!"), STR_INIT("Basic YTpi YTpi"), STR_INIT("Basic YWI=")};
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t id, secret;
    (void)state;

    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++)
        assert_int_equal(
            http_basic_parse(arena, headers[i], &id, &secret), HTTP_CREDENTIALS_MALFORMED);
}

static void bad_parts_are_malformed(void **state)
{
    static const str_t pairs[] = {STR_INIT("nocolon"), STR_INIT(":secret"), STR_INIT("a%4:b"),
        STR_INIT("a%zz:b"), STR_INIT("a:b%00c"), STR_INIT("a:\xff"), STR_INIT("a\0b:c")};
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t id, secret;
    (void)state;

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        assert_int_equal(parse_pair(arena, pairs[i], &id, &secret), HTTP_CREDENTIALS_MALFORMED);
        assert_false(str_present(secret));
    }
}

static void both_parts_are_form_decoded(void **state)
{
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    str_t id, secret;
    (void)state;

    assert_int_equal(
        parse_pair(arena, STR("my+app%3A1:a:b%2B%C3%A9"), &id, &secret), HTTP_CREDENTIALS_OK);
    assert_str(id, "my app:1");
    assert_str(secret, "a:b+\xC3\xA9");
    assert_int_equal(
        http_basic_parse(arena, STR("bAsIc   YTo="), &id, &secret), HTTP_CREDENTIALS_OK);
    assert_str(id, "a");
    assert_str(secret, "");
}

static void bearer_that_is_no_b64token_is_malformed(void **state)
{
    static const str_t headers[] = {STR_INIT("Bearer"), STR_INIT("Bearer "), STR_INIT("Bearer a b"),
        STR_INIT("Bearer a,b"), STR_INIT("Bearer ="), STR_INIT("Bearer a=b"),
        STR_INIT("Bearer \"a\""), STR_INIT("Bearer a\0")};
    str_t token;
    (void)state;

    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        assert_int_equal(http_bearer_parse(headers[i], &token), HTTP_CREDENTIALS_MALFORMED);
        assert_false(str_present(token));
    }
    assert_int_equal(http_bearer_parse(STR("Basic YTpi"), &token), HTTP_CREDENTIALS_NONE);
    assert_int_equal(http_bearer_parse(STR("Bearerx"), &token), HTTP_CREDENTIALS_NONE);
}

static void bearer_is_accepted_in_any_case(void **state)
{
    str_t token;
    (void)state;

    assert_int_equal(http_bearer_parse(STR("bearer a.b-c_d~+/=="), &token), HTTP_CREDENTIALS_OK);
    assert_str(token, "a.b-c_d~+/==");
    assert_int_equal(http_bearer_parse(STR("BEARER x"), &token), HTTP_CREDENTIALS_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_scheme_is_none),
        cmocka_unit_test(bad_base64_is_malformed),
        cmocka_unit_test(bad_parts_are_malformed),
        cmocka_unit_test(both_parts_are_form_decoded),
        cmocka_unit_test(bearer_that_is_no_b64token_is_malformed),
        cmocka_unit_test(bearer_is_accepted_in_any_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
