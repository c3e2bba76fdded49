#include "crypto/password_list.h"

#include "support/unit.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

struct folder {
    char path[64], words[96], list[96];
};

static int setup(void **state)
{
    struct folder *folder = calloc(1, sizeof *folder);

    strncpy(folder->path, "/tmp/tessera-list-XXXXXX", sizeof folder->path - 1);
    if (mkdtemp(folder->path) == NULL)
        return -1;
    snprintf(folder->words, sizeof folder->words, "%s/words", folder->path);
    snprintf(folder->list, sizeof folder->list, "%s/list", folder->path);
    *state = folder;
    return 0;
}

static int teardown(void **state)
{
    struct folder *folder = *state;

    unlink(folder->words);
    unlink(folder->list);
    rmdir(folder->path);
    free(folder);
    return 0;
}

static void write_file(const char *path, const char *text, size_t n)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, n, file), n);
    fclose(file);
}

static struct password_list_built build(void **state, const char *text, int64_t at_least)
{
    struct folder *folder = *state;

    write_file(folder->words, text, strlen(text));
    return password_list_build(folder->words, folder->list, at_least);
}

static bool holds(void **state, const char *password)
{
    struct folder *folder = *state;
    bool held = false;

    assert_ok(password_list_holds(folder->list, str_from_cstr(password), &held));
    return held;
}

static void file_that_is_not_there_or_no_list_is_told(void **state)
{
    struct folder *folder = *state;
    bool held = true;

    assert_result(password_list_holds(folder->list, STR("x"), &held), RESULT_UNAVAILABLE);
    assert_false(held);
    write_file(folder->list, "password\n", 9);
    assert_result(password_list_holds(folder->list, STR("x"), &held), RESULT_CORRUPT);
    write_file(folder->list, "tessera-pwlist\n\0half", 20);
    assert_result(password_list_holds(folder->list, STR("x"), &held), RESULT_CORRUPT);
}

static void source_without_passwords_or_with_an_endless_line_makes_no_list(void **state)
{
    struct folder *folder = *state;
    char endless[5000];

    assert_string_equal(build(state, "\n\r\n", 1).problem, "holds no password");
    memset(endless, 'x', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    assert_non_null(build(state, endless, 1).problem);
    assert_non_null(password_list_build("/nonexistent", folder->list, 1).problem);
    assert_int_not_equal(access(folder->list, F_OK), 0);
}

static void words_are_held_and_others_are_not(void **state)
{
    struct password_list_built built = build(state, "password\r\n123456\n\npassword\nlast", 1);

    assert_null(built.problem);
    assert_int_equal(built.passwords, 3);
    assert_int_equal(built.left_out, 1);
    assert_true(holds(state, "password") && holds(state, "123456") && holds(state, "last"));
    assert_false(holds(state, "Password") || holds(state, "") || holds(state, "pass"));
}

static void dump_is_read_by_its_digests_and_counts(void **state)
{
    /* SHA-1 of "password" and of "secret". */
    struct password_list_built built = build(state,
        "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:9\n"
        "E5E9FA1BA31ECD1AE84F75CAAA474F3A663F05F4:2\n",
        3);

    assert_null(built.problem);
    assert_int_equal(built.passwords, 1);
    assert_int_equal(built.left_out, 1);
    assert_true(holds(state, "password"));
    assert_false(holds(state, "secret"));
}

static void failed_building_leaves_the_old_list(void **state)
{
    assert_null(build(state, "old\n", 1).problem);
    assert_non_null(build(state, "\n", 1).problem);
    assert_true(holds(state, "old"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(file_that_is_not_there_or_no_list_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(
            source_without_passwords_or_with_an_endless_line_makes_no_list, setup, teardown),
        cmocka_unit_test_setup_teardown(words_are_held_and_others_are_not, setup, teardown),
        cmocka_unit_test_setup_teardown(dump_is_read_by_its_digests_and_counts, setup, teardown),
        cmocka_unit_test_setup_teardown(failed_building_leaves_the_old_list, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
