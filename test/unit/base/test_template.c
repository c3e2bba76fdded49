#include "base/template.h"

#include "support/unit.h"

#include "base/json_read.h"

enum { ARENA_BYTES = 1 << 20 };

static int make_arena(void **state)
{
    *state = arena_new(ARENA_BYTES);
    return 0;
}

static int drop_arena(void **state)
{
    arena_t *arena = *state;
    arena_free(&arena);
    return 0;
}

static str_t filled(arena_t *arena, const char *text, const char *view_text)
{
    const struct template *page;
    assert_ok(template_parse(arena, str_from_cstr(text), &page));
    json_t *view = json_loads(view_text, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(view);
    buf_t out = buf_new(arena, ARENA_BYTES / 4);
    template_fill(page, view, &out);
    json_decref(view);
    return buf_str(&out);
}

#define assert_filled(text, view, expected) assert_str(filled(*state, text, view), expected)

#define assert_refused(text)                                                                       \
    do {                                                                                           \
        const struct template *page_;                                                              \
        assert_result(template_parse(*state, STR(text), &page_), RESULT_CORRUPT);                  \
    } while (0)

static void markup_in_a_value_is_text(void **state)
{
    assert_filled("<p>{{name}}</p>", "{\"name\": \"<script>alert(1)</script>\"}",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
    assert_filled("{{name}}", "{\"name\": \"&lt;\"}", "&amp;lt;");
}

static void quotes_do_not_leave_an_attribute(void **state)
{
    assert_filled("<a b=\"{{x}}\" c='{{x}}'>", "{\"x\": \"\\\" onload='1\"}",
        "<a b=\"&quot; onload=&#39;1\" c='&quot; onload=&#39;1'>");
}

static void tags_in_a_value_are_text(void **state)
{
    assert_filled(
        "{{a}}", "{\"a\": \"{{b}}{{@view}}{{#b}}\", \"b\": \"secret\"}", "{{b}}{{@view}}{{#b}}");
}

static void view_cannot_end_its_script_element(void **state)
{
    assert_filled("<script>{{@view}}</script>", "{\"a\": \"</script><!--<script>&\"}",
        "<script>{\"a\":\"\\u003c/script\\u003e\\u003c!--\\u003cscript\\u003e\\u0026\"}</script>");
}

static void view_as_json_reads_back_the_same(void **state)
{
    str_t text =
        filled(*state, "{{@view}}", "{\"a\": \"</s>&\\u2028\\\\u003c\\u0001\", \"n\": [1]}");
    json_t *again = json_read_object(text, 1000);
    assert_non_null(again);
    assert_str(json_read_str(again, "a"), "</s>&\xE2\x80\xA8\\u003c\x01");
    json_decref(again);
}

static void missing_member_is_nothing(void **state)
{
    assert_filled("[{{a}}{{b.c}}{{b.c.d}}]", "{\"b\": 1}", "[]");
}

static void number_is_written_in_digits(void **state)
{
    assert_filled("{{n}} {{big}}", "{\"n\": -7, \"big\": 9007199254740993}", "-7 9007199254740993");
}

static void object_and_bool_have_no_text(void **state)
{
    assert_filled("[{{o}}{{t}}{{f}}{{z}}{{l}}]",
        "{\"o\": {\"a\": 1}, \"t\": true, \"f\": false, \"z\": null, \"l\": [1]}", "[]");
}

static void section_shows_what_says_something(void **state)
{
    const char *text = "{{#x}}yes{{/x}}{{^x}}no{{/x}}";
    const char *nothing[] = {
        "{}", "{\"x\": null}", "{\"x\": false}", "{\"x\": 0}", "{\"x\": \"\"}", "{\"x\": []}"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        assert_filled(text, nothing[i], "no");
    const char *something[] = {"{\"x\": true}", "{\"x\": 1}", "{\"x\": \"a\"}", "{\"x\": {}}"};
    for (size_t i = 0; i < sizeof something / sizeof *something; i++)
        assert_filled(text, something[i], "yes");
}

static void list_repeats_for_each_item(void **state)
{
    assert_filled("{{#l}}<{{.name}} {{.}} {{name}}>{{/l}}",
        "{\"name\": \"v\", \"l\": [{\"name\": \"a\"}, \"b\", {}]}", "<a  v>< b v><  v>");
}

static void question_shows_once_what_says_something(void **state)
{
    const char *text = "{{?l}}[{{#l}}{{.}}{{/l}}]{{/l}}{{^l}}none{{/l}}";
    assert_filled(text, "{\"l\": [\"a\", \"b\"]}", "[ab]");
    assert_filled(text, "{\"l\": []}", "none");
    assert_filled(text, "{}", "none");
    assert_filled("{{?c}}{{c.name}}{{/c}}", "{\"c\": {\"name\": \"in\"}}", "in");
    assert_filled("{{#l}}{{?.m}}<{{.n}}>{{/.m}}{{/l}}",
        "{\"l\": [{\"m\": [1, 2], \"n\": \"a\"}, {\"n\": \"b\"}]}", "<a>");
}

static void inner_list_has_its_own_items(void **state)
{
    assert_filled("{{#l}}{{#.m}}{{.}}{{/.m}}{{.n}};{{/l}}",
        "{\"l\": [{\"m\": [\"a\", \"b\"], \"n\": 1}, {\"m\": [], \"n\": 2}]}", "ab1;2;");
}

static void item_outside_a_list_is_nothing(void **state)
{
    assert_filled("[{{.}}{{.a}}{{#.a}}x{{/.a}}]", "{\"a\": \"1\"}", "[]");
}

static void object_section_does_not_change_where_names_begin(void **state)
{
    assert_filled(
        "{{#c}}{{name}} {{c.name}}{{/c}}", "{\"name\": \"v\", \"c\": {\"name\": \"in\"}}", "v in");
}

static void word_section_compares_the_whole_word(void **state)
{
    const char *text = "{{#e.code=a|bb}}yes{{/e.code}}{{^e.code=a|bb}}no{{/e.code}}";
    assert_filled(text, "{\"e\": {\"code\": \"bb\"}}", "yes");
    assert_filled(text, "{\"e\": {\"code\": \"a\"}}", "yes");
    assert_filled(text, "{\"e\": {\"code\": \"b\"}}", "no");
    assert_filled(text, "{\"e\": {\"code\": \"a|bb\"}}", "no");
    assert_filled(text, "{\"e\": {\"code\": 1}}", "no");
    assert_filled(text, "{}", "no");
}

static void word_section_of_an_item(void **state)
{
    assert_filled("{{#l}}{{#.n=x}}X{{/.n}}{{^.n=x}}{{.n}}{{/.n}}{{/l}}",
        "{\"l\": [{\"n\": \"x\"}, {\"n\": \"y\"}]}", "Xy");
}

static void overlong_page_says_so(void **state)
{
    const struct template *page;
    assert_ok(template_parse(*state, STR("{{a}}{{a}}"), &page));
    json_t *view = json_pack("{s:s}", "a", "<<<<");
    buf_t out = buf_new(*state, 20);
    template_fill(page, view, &out);
    json_decref(view);
    assert_true(out.overflowed);
    assert_true(out.len <= 20);
}

static void malformed_templates_are_refused(void **state)
{
    assert_refused("{{a");
    assert_refused("{{}}");
    assert_refused("{{a b}}");
    assert_refused("{{{a}}}");
    assert_refused("{{&a}}");
    assert_refused("{{@other}}");
    assert_refused("{{#}}{{/}}");
    assert_refused("{{?}}{{/}}");
    assert_refused("{{?a}}");
    assert_refused("{{#a=}}{{/a}}");
    assert_refused("{{#a}}");
    assert_refused("{{/a}}");
    assert_refused("{{#a}}{{#b}}{{/a}}{{/b}}");
    assert_refused("{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}"
                   "{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}");
}

static void text_without_tags_stays(void **state)
{
    assert_filled("", "{}", "");
    assert_filled("a { b } }} {", "{}", "a { b } }} {");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_arena, drop_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(markup_in_a_value_is_text),
        TEST(quotes_do_not_leave_an_attribute),
        TEST(tags_in_a_value_are_text),
        TEST(view_cannot_end_its_script_element),
        TEST(view_as_json_reads_back_the_same),
        TEST(missing_member_is_nothing),
        TEST(number_is_written_in_digits),
        TEST(object_and_bool_have_no_text),
        TEST(section_shows_what_says_something),
        TEST(list_repeats_for_each_item),
        TEST(question_shows_once_what_says_something),
        TEST(inner_list_has_its_own_items),
        TEST(item_outside_a_list_is_nothing),
        TEST(object_section_does_not_change_where_names_begin),
        TEST(word_section_compares_the_whole_word),
        TEST(word_section_of_an_item),
        TEST(overlong_page_says_so),
        TEST(malformed_templates_are_refused),
        TEST(text_without_tags_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
