#include "oauth/claims_request.h"

#include "base/json_read.h"

#include "support/unit.h"

static json_t *read(const char *text)
{
    const char *reason = "unset";
    json_t *request = claims_request_read(str_from_cstr(text), &reason);

    if (request != NULL)
        assert_null(reason);
    else
        assert_non_null(reason);
    return request;
}

static void anything_but_objects_of_requests_is_refused(void **state)
{
    static const char *const bad[] = {"", "x", "[]", "1", "{} {}", "{\"id_token\":null}",
        "{\"id_token\":[]}", "{\"userinfo\":{\"a\":false}}", "{\"userinfo\":{\"a\":\"b\"}}",
        "{\"userinfo\":{\"a\":{\"essential\":\"true\"}}}", "{\"userinfo\":{\"a\":{\"values\":{}}}}",
        "{\"userinfo\":{\"a\":{\"values\":[]}}}", "{\"userinfo\":{\"a\":null,\"a\":null}}",
        "{\"userinfo\":{\"a\":{\"value\":1,\"value\":2}}}"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_null(read(bad[i]));
    assert_null(claims_request_read(STR_NONE, &(const char *){NULL}));
}

static void more_than_the_bounds_is_refused(void **state)
{
    AUTO_ARENA arena = arena_new(1 << 20);
    const char *reason;

    (void)state;
    for (size_t n = CLAIMS_REQUEST_MAX_CLAIMS; n <= CLAIMS_REQUEST_MAX_CLAIMS + 1; n++) {
        json_auto_t *member = json_object();
        for (size_t i = 0; i < n; i++)
            json_object_set_new(
                member, arena_cstr(arena, arena_printf(arena, "c%zu", i)), json_null());
        json_auto_t *whole = json_pack("{s:O}", "id_token", member);
        json_auto_t *request = claims_request_read(json_write(arena, whole), &reason);
        assert_int_equal(request != NULL, n == CLAIMS_REQUEST_MAX_CLAIMS);
    }
    for (size_t n = CLAIMS_REQUEST_MAX_VALUES; n <= CLAIMS_REQUEST_MAX_VALUES + 1; n++) {
        json_t *values = json_array();
        for (size_t i = 0; i < n; i++)
            json_array_append_new(values, json_integer((json_int_t)i));
        json_auto_t *whole = json_pack("{s:{s:{s:o}}}", "userinfo", "a", "values", values);
        json_auto_t *request = claims_request_read(json_write(arena, whole), &reason);
        assert_int_equal(request != NULL, n == CLAIMS_REQUEST_MAX_VALUES);
    }
}

static void what_is_not_understood_is_left_out(void **state)
{
    AUTO_ARENA arena = arena_new(1 << 16);
    json_auto_t *request = read(
        "{\"other\":[1],\"id_token\":{},\"userinfo\":{\"a\":{\"purpose\":1,\"essential\":true},"
        "\"b\":{\"purpose\":1},\"c\":{\"value\":null},\"d\":null}}");

    (void)state;
    assert_str(json_write(arena, request),
        "{\"userinfo\":{\"a\":{\"essential\":true},\"b\":null,\"c\":null,\"d\":null}}");
}

static void requests_are_found_by_target_and_name(void **state)
{
    json_auto_t *request = read("{\"id_token\":{\"acr\":{\"essential\":true},\"sub\":null}}");

    (void)state;
    assert_true(claims_request_essential(claims_request_find(request, CLAIMS_ID_TOKEN, "acr")));
    assert_non_null(claims_request_find(request, CLAIMS_ID_TOKEN, "sub"));
    assert_false(claims_request_essential(claims_request_find(request, CLAIMS_ID_TOKEN, "sub")));
    assert_null(claims_request_find(request, CLAIMS_USERINFO, "acr"));
    assert_false(claims_request_essential(NULL));
}

static void value_must_be_one_that_was_asked_for(void **state)
{
    json_auto_t *request = read("{\"id_token\":{\"any\":null,\"one\":{\"value\":\"x\"},"
                                "\"some\":{\"values\":[\"x\",true]},"
                                "\"both\":{\"value\":\"x\",\"values\":[\"y\"]}}}");
    static const struct {
        const char *name;
        const char *value;
        bool matches;
    } cases[] = {
        {"any", "\"x\"", true},
        {"one", "\"x\"", true},
        {"one", "\"X\"", false},
        {"one", "[\"x\"]", false},
        {"some", "true", true},
        {"some", "\"true\"", false},
        {"both", "\"x\"", false},
        {"both", "\"y\"", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_auto_t *value = json_loads(cases[i].value, JSON_DECODE_ANY, NULL);
        const json_t *one = claims_request_find(request, CLAIMS_ID_TOKEN, cases[i].name);
        assert_int_equal(claims_request_matches(one, value), cases[i].matches);
    }
    assert_false(
        claims_request_matches(claims_request_find(request, CLAIMS_ID_TOKEN, "one"), NULL));
}

static void texts_are_listed_and_others_refused(void **state)
{
    AUTO_ARENA arena = arena_new(1 << 16);
    json_auto_t *request =
        read("{\"id_token\":{\"a\":{\"value\":\"x\",\"values\":[\"y\",\"z\"]},"
             "\"b\":{\"values\":[\"y\",1]},\"c\":{\"value\":{}},\"d\":{\"essential\":true}}}");
    str_array_t texts;

    (void)state;
    assert_true(
        claims_request_texts(arena, claims_request_find(request, CLAIMS_ID_TOKEN, "a"), &texts));
    assert_int_equal(texts.n, 3);
    assert_str(texts.items[0], "x");
    assert_str(texts.items[2], "z");
    assert_false(
        claims_request_texts(arena, claims_request_find(request, CLAIMS_ID_TOKEN, "b"), &texts));
    assert_int_equal(texts.n, 0);
    assert_false(
        claims_request_texts(arena, claims_request_find(request, CLAIMS_ID_TOKEN, "c"), &texts));
    assert_true(
        claims_request_texts(arena, claims_request_find(request, CLAIMS_ID_TOKEN, "d"), &texts));
    assert_int_equal(texts.n, 0);
    assert_true(claims_request_texts(arena, NULL, &texts));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(anything_but_objects_of_requests_is_refused),
        cmocka_unit_test(more_than_the_bounds_is_refused),
        cmocka_unit_test(what_is_not_understood_is_left_out),
        cmocka_unit_test(requests_are_found_by_target_and_name),
        cmocka_unit_test(value_must_be_one_that_was_asked_for),
        cmocka_unit_test(texts_are_listed_and_others_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
