/* Secrets come as values or as files, and key files belong to their owner alone. */
#include "unit/config/load.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/tessera-config-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

/* A file that is gone when the block ends. */
static const char *write_file(struct loading *loading, const char *text, mode_t mode)
{
    const char *path = arena_printf(loading->arena, "%s/file", folder).ptr;
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
    return path;
}

static void remove_file(const char *path)
{
    assert_int_equal(unlink(path), 0);
}

static void give_path(struct loading *loading, const char *key, const char *path)
{
    give_set(loading, arena_printf(loading->arena, "%s=%s", key, path).ptr);
}

static void secret_is_read_from_its_file_without_the_line_end(void **state)
{
    struct loading *loading = *state;
    const char *path = write_file(loading, "sqlite:/tmp/x.db\n", 0600);
    const char *environment[] = {
        arena_printf(loading->arena, "TESSERA__DATABASE__URL_FILE=%s", path).ptr, NULL};
    loading->sources.environment = environment;
    load(loading);
    remove_file(path);
    assert_string_equal(problems_text(loading), "");
    assert_str(loading->config->database.url, "sqlite:/tmp/x.db");
}

static void value_and_file_together_are_refused(void **state)
{
    struct loading *loading = *state;
    const char *environment[] = {
        "TESSERA__DATABASE__URL=sqlite:x", "TESSERA__DATABASE__URL_FILE=/x", NULL};
    loading->sources.environment = environment;
    give_file(loading, "{\"database\":{\"url_file\":\"/nonexistent\",\"url\":\"sqlite:x\"}}");
    assert_refused(loading,
        "config.json:1: database.url_file /nonexistent does not exist\n"
        "config.json:1: database.url is given as a value and as a file (database.url_file): only "
        "one of them can stand\n"
        "TESSERA__DATABASE__URL_FILE: database.url is given as a value and as a file "
        "(database.url_file): only one of them can stand\n");
}

static void environment_file_stands_above_the_value_in_the_file(void **state)
{
    struct loading *loading = *state;
    const char *path = write_file(loading, "sqlite:above", 0600);
    give_file(loading, "{\"database\":{\"url\":\"sqlite:below\"}}");
    give_path(loading, "database.url_file", path);
    load(loading);
    remove_file(path);
    assert_string_equal(problems_text(loading), "");
    assert_str(loading->config->database.url, "sqlite:above");
}

static void empty_secret_file_is_refused(void **state)
{
    struct loading *loading = *state;
    const char *path = write_file(loading, "\n", 0600);
    give_path(loading, "database.url_file", path);
    load(loading);
    remove_file(path);
    assert_int_equal(loading->problems.n, 1);
    assert_true(str_ends_with(loading->problems.items[0].message, STR("/file is empty")));
}

static void file_for_a_setting_that_is_no_secret_is_refused(void **state)
{
    struct loading *loading = *state;
    give_set(loading, "issuer_file=/etc/hostname");
    assert_refused(loading, "--set: issuer_file is no setting (tessera config doc lists them)\n");
}

static void key_file_that_others_can_read_is_refused_with_its_path(void **state)
{
    struct loading *loading = *state;
    static const mode_t modes[] = {0640, 0604, 0644, 0620, 0602};
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        const char *path = write_file(loading, "key", modes[i]);
        loading->sources.sets.n = 0;
        give_path(loading, "keys.sealing_key_file", path);
        const char *expected = arena_printf(loading->arena,
            "--set: keys.sealing_key_file %s may be read by others than its owner (chmod 600)\n",
            path)
                                   .ptr;
        load(loading);
        remove_file(path);
        assert_string_equal(problems_text(loading), expected);
    }
}

static void key_file_of_its_owner_alone_is_taken(void **state)
{
    struct loading *loading = *state;
    const char *path = write_file(loading, "key", 0400);
    give_path(loading, "keys.sealing_key_file", path);
    load(loading);
    remove_file(path);
    assert_string_equal(problems_text(loading), "");
}

static void key_file_that_is_none_is_refused(void **state)
{
    struct loading *loading = *state;
    give_set(loading, "tls.key_file=/nonexistent");
    give_set(loading, "keys.sealing_key_file=/tmp");
    assert_refused(loading, "--set: tls.key_file /nonexistent does not exist\n"
                            "--set: keys.sealing_key_file /tmp is not a regular file\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        config_test(secret_is_read_from_its_file_without_the_line_end),
        config_test(value_and_file_together_are_refused),
        config_test(environment_file_stands_above_the_value_in_the_file),
        config_test(empty_secret_file_is_refused),
        config_test(file_for_a_setting_that_is_no_secret_is_refused),
        config_test(key_file_that_others_can_read_is_refused_with_its_path),
        config_test(key_file_of_its_owner_alone_is_taken),
        config_test(key_file_that_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
