#include "unit/config/load.h"

static void nothing_given_is_what_is_built_in(void **state)
{
    struct loading *loading = *state;
    assert_loads(loading);
    assert_int_equal(loading->config->lifetime.code_s, 60);
    assert_int_equal(loading->config->password.argon2_memory_kib, 19456);
    assert_int_equal(loading->config->log.level, LOG_LEVEL_INFO);
    assert_true(loading->config->throttle.enabled);
    assert_str(loading->config->issuer, "");
}

static void each_layer_stands_above_the_one_before(void **state)
{
    struct loading *loading = *state;
    const char *environment[] = {"HOME=/", "TESSERA__LIFETIME__ID_S=400",
        "TESSERA__LIFETIME__CODE_S=40", "TESSERA_OTHER=1", NULL};
    str_t preset[] = {STR("lifetime.access_s=100"), STR("lifetime.refresh_idle_s=100"),
        STR("lifetime.id_s=100"), STR("lifetime.code_s=10")};
    loading->sources.presets = (str_array_t){preset, 4};
    give_file(loading, "{\"lifetime\":{\"refresh_idle_s\":200,\"id_s\":200,\"code_s\":20}}");
    loading->sources.environment = environment;
    give_set(loading, "lifetime.code_s=50");
    assert_loads(loading);
    assert_int_equal(loading->config->lifetime.access_s, 100);
    assert_int_equal(loading->config->lifetime.refresh_idle_s, 200);
    assert_int_equal(loading->config->lifetime.id_s, 400);
    assert_int_equal(loading->config->lifetime.code_s, 50);
}

static void list_is_an_array_in_the_file_and_split_at_commas_elsewhere(void **state)
{
    struct loading *loading = *state;
    give_file(loading, "{\"proxy\":{\"trusted\":[\"10.0.0.0/8\",\"::1\"]}}");
    give_set(loading, "listen=127.0.0.1:1, [::1]:2");
    assert_loads(loading);
    assert_int_equal(loading->config->proxy.trusted.n, 2);
    assert_str(loading->config->proxy.trusted.items[1], "::1");
    assert_int_equal(loading->config->listen.n, 2);
    assert_str(loading->config->listen.items[1], "[::1]:2");
}

static void unknown_key_is_refused_with_what_was_probably_meant(void **state)
{
    struct loading *loading = *state;
    give_file(loading, "{\n \"isuer\": \"x\",\n \"lifetime\": {\n  \"acess_s\": 1}}");
    assert_refused(loading,
        "config.json:2: isuer is no setting; did you mean \"issuer\"?\n"
        "config.json:4: lifetime.acess_s is no setting; did you mean \"lifetime.access_s\"?\n");
}

static void unknown_section_is_refused_as_a_whole(void **state)
{
    struct loading *loading = *state;
    give_file(loading, "{\"lifetimes\":{\"code_s\":60},\"zzzzzz\":{}}");
    assert_refused(loading,
        "config.json:1: lifetimes is no setting; did you mean \"lifetime\"?\n"
        "config.json:1: zzzzzz is no setting (tessera config doc lists them)\n");
}

static void key_without_its_section_is_refused_with_the_whole_name(void **state)
{
    struct loading *loading = *state;
    give_set(loading, "cert_file=x");
    assert_refused(loading, "--set: cert_file is no setting; did you mean \"tls.cert_file\"?\n");
}

static void unknown_variable_is_refused(void **state)
{
    struct loading *loading = *state;
    const char *environment[] = {"TESSERA__DATABSE__URL=sqlite:x", NULL};
    loading->sources.environment = environment;
    assert_refused(loading, "TESSERA__DATABSE__URL: databse.url is no setting; did you mean "
                            "\"database.url\"?\n");
}

static void values_of_the_wrong_type_are_refused(void **state)
{
    struct loading *loading = *state;
    give_file(loading,
        "{\"lifetime\":{\"code_s\":\"60\",\"id_s\":60.0},\"issuer\":7,\n"
        "\"throttle\":{\"enabled\":1},\"listen\":\"x\",\"log\":{\"level\":\"loud\"},\n"
        "\"tls\":null,\"proxy\":{\"trusted\":[1]}}");
    assert_refused(loading,
        "config.json:1: lifetime.code_s must be a whole number, without quotation marks\n"
        "config.json:1: lifetime.id_s must be a whole number, without quotation marks\n"
        "config.json:1: issuer must be a string\n"
        "config.json:2: throttle.enabled must be true or false, without quotation marks\n"
        "config.json:2: listen must be an array of strings\n"
        "config.json:2: log.level must be one of: debug, info, warn, error\n"
        "config.json:3: tls must be an object of settings\n"
        "config.json:3: proxy.trusted must be an array of strings\n");
}

static void texts_of_the_wrong_type_are_refused(void **state)
{
    struct loading *loading = *state;
    give_set(loading, "lifetime.code_s=1m");
    give_set(loading, "lifetime.id_s=-1");
    give_set(loading, "throttle.enabled=yes");
    give_set(loading, "branding.name=a\nb");
    give_set(loading, "listen=127.0.0.1:1,,");
    assert_refused(loading,
        "--set: lifetime.code_s must be a whole number\n"
        "--set: lifetime.id_s must be a whole number\n"
        "--set: throttle.enabled must be true or false\n"
        "--set: branding.name holds control characters or is not UTF-8\n"
        "--set: listen has an element that is empty, too long, holds a comma or is not "
        "plain text\n");
}

static void number_out_of_range_is_refused_with_the_range(void **state)
{
    struct loading *loading = *state;
    give_set(loading, "lifetime.code_s=601");
    give_file(loading, "{\"refresh\":{\"retry_s\":-1}}");
    assert_refused(loading, "config.json:1: refresh.retry_s must be from 0 to 300 (s)\n"
                            "--set: lifetime.code_s must be from 10 to 600 (s)\n");
}

static void mistake_in_an_overridden_layer_is_still_named(void **state)
{
    struct loading *loading = *state;
    give_file(loading, "{\"lifetime\":{\"code_s\":1}}");
    give_set(loading, "lifetime.code_s=60");
    assert_refused(loading, "config.json:1: lifetime.code_s must be from 10 to 600 (s)\n");
}

static void duplicate_member_is_refused_with_its_line(void **state)
{
    struct loading *loading = *state;
    give_file(loading, "{\"issuer\": \"https://a.example\",\n\"issuer\": \"https://b.example\"}");
    load(loading);
    assert_int_equal(loading->problems.n, 1);
    assert_str(loading->problems.items[0].place, "config.json:2");
    assert_non_null(strstr(loading->problems.items[0].message.ptr, "duplicate"));
}

static void text_that_is_no_json_object_is_refused(void **state)
{
    struct loading *loading = *state;
    give_file(loading, "{\n\"issuer\":\n");
    load(loading);
    assert_str(loading->problems.items[0].place, "config.json:3");
    give_file(loading, "[]");
    assert_refused(loading, "config.json:  must be a JSON object\n");
    give_file(loading, "");
    load(loading);
    assert_int_equal(loading->problems.n, 1);
}

static void two_elements_in_one_string_are_refused(void **state)
{
    struct loading *loading = *state;
    give_file(loading, "{\"listen\":[\"127.0.0.1:1,127.0.0.1:2\"]}");
    assert_refused(loading, "config.json:1: listen has an element that is empty, too long, holds a "
                            "comma or is not plain text\n");
}

static void missing_file_is_refused(void **state)
{
    struct loading *loading = *state;
    loading->sources.file = "/nonexistent/config.json";
    assert_refused(loading, "/nonexistent/config.json:  does not exist\n");
    loading->sources.file = "/dev/zero";
    assert_refused(loading, "/dev/zero:  is not a regular file\n");
}

static void set_without_a_value_is_refused(void **state)
{
    struct loading *loading = *state;
    give_set(loading, "issuer");
    assert_refused(loading, "--set: issuer lacks \"=VALUE\"\n");
}

static void more_mistakes_than_fit_are_counted(void **state)
{
    struct loading *loading = *state;
    for (int i = 0; i < CONFIG_PROBLEMS_MAX + 3; i++)
        give_set(loading, "no.such=1");
    load(loading);
    assert_int_equal(loading->problems.n, CONFIG_PROBLEMS_MAX);
    assert_int_equal(loading->problems.dropped, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        config_test(nothing_given_is_what_is_built_in),
        config_test(each_layer_stands_above_the_one_before),
        config_test(list_is_an_array_in_the_file_and_split_at_commas_elsewhere),
        config_test(unknown_key_is_refused_with_what_was_probably_meant),
        config_test(unknown_section_is_refused_as_a_whole),
        config_test(key_without_its_section_is_refused_with_the_whole_name),
        config_test(unknown_variable_is_refused),
        config_test(values_of_the_wrong_type_are_refused),
        config_test(texts_of_the_wrong_type_are_refused),
        config_test(number_out_of_range_is_refused_with_the_range),
        config_test(mistake_in_an_overridden_layer_is_still_named),
        config_test(duplicate_member_is_refused_with_its_line),
        config_test(text_that_is_no_json_object_is_refused),
        config_test(two_elements_in_one_string_are_refused),
        config_test(missing_file_is_refused),
        config_test(set_without_a_value_is_refused),
        config_test(more_mistakes_than_fit_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
