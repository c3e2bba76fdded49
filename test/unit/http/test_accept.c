#include "http/accept.h"
#include "support/unit.h"

static void html_is_preferred_where_nothing_speaks_for_json(void **state)
{
    static const str_t headers[] = {{NULL, 0}, STR_INIT(""), STR_INIT("*/*"), STR_INIT("text/html"),
        STR_INIT("text/html,application/json;q=0.9"), STR_INIT("application/json;q=0"),
        STR_INIT("application/json;q=x"), STR_INIT("application/json;q=1.5"),
        STR_INIT("application/json, text/html"), STR_INIT("jsonapplication"),
        STR_INIT("application/jsonx")};
    (void)state;

    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++)
        assert_false(http_prefers_json(headers[i]));
}

static void json_is_preferred_where_it_ranks_higher(void **state)
{
    (void)state;
    assert_true(http_prefers_json(STR("application/json")));
    assert_true(http_prefers_json(STR("Application/JSON; charset=utf-8")));
    assert_true(http_prefers_json(STR("text/html;q=0.5, application/*")));
    assert_true(http_prefers_json(STR("application/json, */*;q=0.1")));
    assert_true(http_prefers_json(STR("*/*, text/html;q=0.2")));
}

static void media_type_is_asked_for_by_its_own_name(void **state)
{
    static const str_t type = STR_INIT("application/x+jwt");
    static const str_t asking[] = {STR_INIT("application/x+jwt"), STR_INIT("Application/X+JWT"),
        STR_INIT("application/x+jwt, */*"), STR_INIT("application/json, application/x+jwt"),
        STR_INIT("application/json;q=0.5, application/x+jwt;q=0.6")};
    static const str_t others[] = {{NULL, 0}, STR_INIT(""), STR_INIT("*/*"),
        STR_INIT("application/*"), STR_INIT("application/json"), STR_INIT("application/x+jwt;q=0"),
        STR_INIT("application/x+jwt;q=x"), STR_INIT("application/x"),
        STR_INIT("application/json, application/x+jwt;q=0.9"),
        STR_INIT("application/x+jwt;q=0.9, */*")};
    (void)state;

    for (size_t i = 0; i < sizeof asking / sizeof asking[0]; i++)
        assert_true(http_asks_for(asking[i], type));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_false(http_asks_for(others[i], type));
}

static const str_t languages[] = {STR_INIT("en"), STR_INIT("de"), STR_INIT("pt-BR")};
static const str_array_t offered = {languages, 3};

static void language_that_is_not_offered_is_absent(void **state)
{
    static const str_t headers[] = {{NULL, 0}, STR_INIT(""), STR_INIT("fr"), STR_INIT("*"),
        STR_INIT("de;q=0"), STR_INIT("deu"), STR_INIT("pt"), STR_INIT("-"), STR_INIT(",,;q=1"),
        STR_INIT("de;q=2"), STR_INIT("de;q=0.1234")};
    (void)state;

    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++)
        assert_false(str_present(http_accept_language(headers[i], offered)));
}

static void best_language_wins(void **state)
{
    (void)state;
    assert_str(http_accept_language(STR("fr, de-AT;q=0.8, en;q=0.5"), offered), "de");
    assert_str(http_accept_language(STR("en;q=0.5, de;q=0.501"), offered), "de");
    assert_str(http_accept_language(STR("de, en"), offered), "de");
    assert_str(http_accept_language(STR("PT-br"), offered), "pt-BR");
    assert_str(http_accept_language(STR("de-Latn-DE-1996"), offered), "de");
}

static void elements_past_the_maximum_do_not_count(void **state)
{
    char header[400] = "";
    (void)state;

    for (size_t i = 0; i < 60; i++)
        memcpy(header + 3 * i, "x, ", 4);
    memcpy(header + 180, "de", 3);
    assert_false(str_present(http_accept_language(str_from_cstr(header), offered)));
}

static void encodings_are_taken_as_the_client_says(void **state)
{
    (void)state;
    assert_false(http_accepts_encoding(STR_NONE, STR("br")));
    assert_false(http_accepts_encoding(STR("gzip"), STR("br")));
    assert_false(http_accepts_encoding(STR("br;q=0, *"), STR("br")));
    assert_false(http_accepts_encoding(STR("*;q=0"), STR("br")));
    assert_true(http_accepts_encoding(STR("gzip, deflate, BR"), STR("br")));
    assert_true(http_accepts_encoding(STR("*"), STR("br")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_is_preferred_where_nothing_speaks_for_json),
        cmocka_unit_test(json_is_preferred_where_it_ranks_higher),
        cmocka_unit_test(media_type_is_asked_for_by_its_own_name),
        cmocka_unit_test(language_that_is_not_offered_is_absent),
        cmocka_unit_test(best_language_wins),
        cmocka_unit_test(elements_past_the_maximum_do_not_count),
        cmocka_unit_test(encodings_are_taken_as_the_client_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
