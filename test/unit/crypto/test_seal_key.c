#include "crypto/seal.h"

#include "crypto/random.h"

#include "support/unit.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ARENA_MAX = 1 << 20 };

#define GOOD "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="

struct folder {
    char dir[64], path[128];
};

static int begin(void **state)
{
    struct folder *folder = calloc(1, sizeof *folder);
    snprintf(folder->dir, sizeof folder->dir, "/tmp/tessera-seal-XXXXXX");
    if (mkdtemp(folder->dir) == NULL)
        return -1;
    snprintf(folder->path, sizeof folder->path, "%s/sealing.key", folder->dir);
    *state = folder;
    return 0;
}

static int end(void **state)
{
    struct folder *folder = *state;
    unlink(folder->path);
    rmdir(folder->dir);
    free(folder);
    return 0;
}

static void put(const struct folder *folder, const char *text, size_t len, mode_t mode)
{
    FILE *file = fopen(folder->path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, len, file), len);
    fclose(file);
    assert_int_equal(chmod(folder->path, mode), 0);
}

static void loads(const struct folder *folder)
{
    AUTO_SEAL_KEY key = NULL;
    assert_ok(seal_key_load(folder->path, &key));
    assert_non_null(key);
}

static void refused(const struct folder *folder, const char *why)
{
    struct seal_key *key;
    result_t result = seal_key_load(folder->path, &key);
    assert_int_equal(result.code, RESULT_FAILED);
    assert_null(key);
    if (strstr(result.what, why) == NULL)
        fail_msg("\"%s\" lacks \"%s\"", result.what, why);
}

static void created_key_loads_and_is_private(void **state)
{
    struct folder *folder = *state;
    struct stat info;
    assert_ok(seal_key_create(folder->path));
    loads(folder);
    assert_int_equal(stat(folder->path, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
    assert_int_equal(info.st_size, 45);
}

static void key_that_stands_is_never_overwritten(void **state)
{
    struct folder *folder = *state;
    put(folder, GOOD, sizeof GOOD - 1, 0600);
    assert_result(seal_key_create(folder->path), RESULT_CONFLICT);
    char text[64] = "";
    FILE *file = fopen(folder->path, "r");
    assert_non_null(fgets(text, sizeof text, file));
    fclose(file);
    assert_string_equal(text, GOOD);
}

static void key_in_a_missing_folder_is_not_made(void **state)
{
    (void)state;
    assert_result(seal_key_create("/nonexistent/folder/sealing.key"), RESULT_FAILED);
}

static void created_keys_differ_and_seal_for_themselves(void **state)
{
    struct folder *folder = *state;
    AUTO_ARENA arena = arena_new(ARENA_MAX);
    AUTO_SEAL_KEY first = NULL;
    AUTO_SEAL_KEY again = NULL;
    AUTO_SEAL_KEY second = NULL;
    assert_ok(seal_key_create(folder->path));
    assert_ok(seal_key_load(folder->path, &first));
    assert_ok(seal_key_load(folder->path, &again));
    unlink(folder->path);
    assert_ok(seal_key_create(folder->path));
    assert_ok(seal_key_load(folder->path, &second));
    str_t sealed = seal(arena, first, STR("p"), STR("a secret")), plain;
    assert_ok(seal_open(arena, again, STR("p"), sealed, &plain));
    assert_result(seal_open(arena, second, STR("p"), sealed, &plain), RESULT_CORRUPT);
}

static void white_space_at_the_end_is_fine(void **state)
{
    static const char *const tails[] = {"", "\n", "\r\n", " \n\n"};
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        char text[80];
        int len = snprintf(text, sizeof text, "%s%s", GOOD, tails[i]);
        put(*state, text, (size_t)len, 0600);
        loads(*state);
    }
}

static void key_that_others_may_read_or_write_is_refused(void **state)
{
    static const mode_t modes[] = {0640, 0604, 0620, 0602, 0610, 0601, 0644, 0666, 0777};
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        put(*state, GOOD, sizeof GOOD - 1, modes[i]);
        refused(*state, "chmod 600");
    }
    put(*state, GOOD, sizeof GOOD - 1, 0400);
    loads(*state);
}

static void missing_and_special_files_are_refused(void **state)
{
    struct folder *folder = *state;
    refused(folder, "cannot be opened");
    assert_int_equal(mkdir(folder->path, 0700), 0);
    refused(folder, "no regular file");
    rmdir(folder->path);
    assert_int_equal(mkfifo(folder->path, 0600), 0); /* nobody writes: it must not block */
    refused(folder, "no regular file");
}

#define PUT(folder, text) put(folder, text, sizeof text - 1, 0600)

static void other_lengths_and_texts_are_refused(void **state)
{
    PUT(*state, "");
    refused(*state, "32 bytes");
    PUT(*state, "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHw==");
    refused(*state, "32 bytes");
    PUT(*state, "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAh");
    refused(*state, "32 bytes");
    PUT(*state, "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA");
    refused(*state, "no base64");
    PUT(*state, " " GOOD);
    refused(*state, "no base64");
    PUT(*state, GOOD "\0");
    refused(*state, "no base64");
    PUT(*state, "not a key");
    refused(*state, "no base64");
}

static void sample_and_constant_keys_are_refused(void **state)
{
    PUT(*state, SEAL_KEY_SAMPLE "\n");
    refused(*state, "sample");
    PUT(*state, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    refused(*state, "no random key");
}

static int start(void **state)
{
    (void)state;
    return result_ok(crypto_init()) ? 0 : -1;
}

#define folder_test(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        folder_test(created_key_loads_and_is_private),
        folder_test(key_that_stands_is_never_overwritten),
        folder_test(key_in_a_missing_folder_is_not_made),
        folder_test(created_keys_differ_and_seal_for_themselves),
        folder_test(white_space_at_the_end_is_fine),
        folder_test(key_that_others_may_read_or_write_is_refused),
        folder_test(missing_and_special_files_are_refused),
        folder_test(other_lengths_and_texts_are_refused),
        folder_test(sample_and_constant_keys_are_refused),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
