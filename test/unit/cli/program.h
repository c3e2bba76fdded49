/* The whole command line as a function: arguments and standard input in; exit code, output and
 * errors out. Behind it stand fakes. */
#ifndef TESSERA_TEST_CLI_PROGRAM_H
#define TESSERA_TEST_CLI_PROGRAM_H

#include "cli/cli.h"
#include "cli/command.h"
#include "support/unit.h"
#include "unit/cli/fake_account.h"

struct program {
    const char *input;
    const char *const *environment;
    const struct cli_command *const *commands;
    result_t opened; /* what opening the storage comes to */
    bool key_known;  /* whether the keys have the algorithm that is asked for */
    size_t messages; /* that the outbox holds */
    bool may_retry;
    bool full; /* the output goes to a full disk */
    /* After program_run. */
    int code;
    char *out, *err;
    size_t opens, closes;
    enum cli_open how;
    bool data_dir;
    str_t rotated;
    bool rotated_at_once;
    struct cli_message_filter filter; /* what was asked of the outbox */
};

/* cmocka's set-up and tear-down; the fakes are fresh. */
int program_begin(void **state);
int program_end(void **state);

/* program_run(program, "user", "show", "x"); "--set" what the storage needs is not added. */
void program_run_with(struct program *program, const char *const *argv, int argc);
#define program_run(program, ...)                                                                  \
    do {                                                                                           \
        static const char *const argv_[] = {"tessera", __VA_ARGS__, NULL};                         \
        program_run_with(program, argv_, (int)(sizeof argv_ / sizeof argv_[0]) - 1);               \
    } while (0)

/* The same with settings to open the storage with. */
#define program_run_data(program, ...) program_run(program, __VA_ARGS__, "--data", "./d")

/* What stands on standard output, or on standard error; own. */
json_t *program_json(const char *text);

#define assert_exit(program, expected)                                                             \
    do {                                                                                           \
        if ((program)->code != (expected))                                                         \
            fail_msg("exit %d, not %d: %s", (program)->code, (expected), (program)->err);          \
    } while (0)

#define assert_says(text, part)                                                                    \
    do {                                                                                           \
        if (strstr((text), (part)) == NULL)                                                        \
            fail_msg("\"%s\" lacks \"%s\"", (text), (part));                                       \
    } while (0)

#define program_test(test) cmocka_unit_test_setup_teardown(test, program_begin, program_end)

#endif
