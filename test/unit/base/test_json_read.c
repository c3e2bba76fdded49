#include "base/json_read.h"

#include "base/buf.h"
#include "support/unit.h"

enum { MAX = 1 << 16, ARENA_MAX = 1 << 20 };

static bool reads(str_t text)
{
    json_auto_t *object = json_read_object(text, MAX);
    return object != NULL;
}

static void what_is_no_single_object_is_refused(void **state)
{
    (void)state;
    static const str_t texts[] = {{NULL, 0}, STR_INIT(""), STR_INIT("[]"), STR_INIT("1"),
        STR_INIT("\"a\""), STR_INIT("null"), STR_INIT("{"), STR_INIT("{}{}"), STR_INIT("{},"),
        STR_INIT("{'a':1}"), STR_INIT("{\"a\":01}"), STR_INIT("{\"a\":NaN}"),
        STR_INIT("{\"a\":1,}"), STR_INIT("{} x")};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_false(reads(texts[i]));
    assert_true(reads(STR(" {} ")));
}

static void hazard_member_that_comes_twice_is_refused(void **state)
{
    (void)state;
    assert_false(reads(STR("{\"a\":1,\"a\":1}")));
    assert_false(reads(STR("{\"b\":{\"a\":1,\"a\":2}}")));
    assert_false(reads(STR("{\"a\":1,\"\\u0061\":2}")));
}

static void hazard_text_ends_at_its_length_and_not_at_a_nul(void **state)
{
    (void)state;
    assert_false(reads(STR("{}\0")));
    assert_false(reads(STR("{\"a\":\"b\0\"}")));
    assert_false(reads(STR("{\"a\":\"\\u0000\"}")));
    assert_true(reads(str_first(STR("{}garbage"), 2)));
}

static void hazard_depth_has_its_maximum(void **state)
{
    (void)state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    for (int depth = 31; depth <= 33; depth++) {
        buf_t text = buf_new(arena, MAX);
        buf_put(&text, STR("{\"a\":"));
        for (int i = 1; i < depth; i++)
            buf_put_char(&text, '[');
        for (int i = 1; i < depth; i++)
            buf_put_char(&text, ']');
        buf_put_char(&text, '}');
        assert_int_equal(reads(buf_str(&text)), depth <= 32);
    }
    assert_true(reads(STR("{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"{{{{\"}")));
}

static void length_has_its_maximum(void **state)
{
    (void)state;
    json_auto_t *fits = json_read_object(STR("{\"a\":1}"), 7);
    json_auto_t *too_long = json_read_object(STR("{\"a\":1}"), 6);
    assert_non_null(fits);
    assert_null(too_long);
}

static void text_that_is_no_utf8_is_refused(void **state)
{
    (void)state;
    assert_false(reads(STR("{\"a\":\"\xff\"}")));
    assert_false(reads(STR("{\"a\":\"\xc0\xaf\"}")));
    assert_false(reads(STR("{\"a\":\"\\ud800\"}")));
}

static void value_of_another_type_is_absent(void **state)
{
    (void)state;
    json_auto_t *object = json_read_object(
        STR("{\"text\":\"1\",\"real\":1.0,\"int\":1,\"list\":[\"a\",1],\"null\":null}"), MAX);
    int64_t number = 7;
    bool truth = true;
    assert_non_null(object);
    assert_false(str_present(json_read_str(object, "int")));
    assert_false(str_present(json_read_str(object, "null")));
    assert_false(str_present(json_read_str(object, "missing")));
    assert_false(json_read_int(object, "text", &number));
    assert_false(json_read_int(object, "real", &number));
    assert_false(json_read_int(object, "missing", &number));
    assert_false(json_read_bool(object, "int", &truth));
    assert_int_equal(number, 7);
    assert_null(json_read_str_array(object, "list"));
    assert_null(json_read_str_array(object, "text"));
}

static void numbers_have_64_bits_or_are_refused(void **state)
{
    (void)state;
    json_auto_t *object = json_read_object(STR("{\"a\":9223372036854775807}"), MAX);
    int64_t number = 0;
    assert_true(json_read_int(object, "a", &number));
    assert_true(number == INT64_MAX);
    assert_false(reads(STR("{\"a\":9223372036854775808}")));
    assert_false(reads(STR("{\"a\":1e999}")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_single_object_is_refused),
        cmocka_unit_test(hazard_member_that_comes_twice_is_refused),
        cmocka_unit_test(hazard_text_ends_at_its_length_and_not_at_a_nul),
        cmocka_unit_test(hazard_depth_has_its_maximum),
        cmocka_unit_test(length_has_its_maximum),
        cmocka_unit_test(text_that_is_no_utf8_is_refused),
        cmocka_unit_test(value_of_another_type_is_absent),
        cmocka_unit_test(numbers_have_64_bits_or_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
