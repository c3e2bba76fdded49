/* What a command says, to people or as JSON, and the secret that it is given. */
#ifndef TESSERA_CLI_OUTPUT_H
#define TESSERA_CLI_OUTPUT_H

#include "account/refusal.h"
#include "cli/command.h"

#include <jansson.h>

/* Says what went wrong, on host->err: a sentence, or with --json {"error","message","key"?}.
 * Returns `code`, so that a command ends with `return cli_fail(...)`. `key` (absent: none) is the
 * option, setting or member that it is about. */
enum cli_exit cli_fail(struct cli *cli, enum cli_exit code, str_t key, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The world's failure: 7 for storage that is away, busy or full, 1 for the rest. */
enum cli_exit cli_fail_result(struct cli *cli, result_t result);

/* What the account use cases refuse; 4, 5, 6, or 2 for what is malformed. */
enum cli_exit cli_fail_refusal(struct cli *cli, enum account_refusal refusal);
enum cli_exit cli_exit_of_refusal(enum account_refusal refusal);

/* All of a configuration's problems. Returns CLI_CONFIGURATION. */
enum cli_exit cli_fail_config(struct cli *cli, const struct config_problems *problems);

/* Leaves the command with the exit code of a failed result_t. */
#define CLI_TRY(cli, expr)                                                                         \
    do {                                                                                           \
        result_t try_result_ = (expr);                                                             \
        if (!result_ok(try_result_))                                                               \
            return cli_fail_result((cli), try_result_);                                            \
    } while (0)

/* Prints one value with --json; takes `value`. CLI_DONE, or CLI_FAILED if the output is gone. */
enum cli_exit cli_print_json(struct cli *cli, json_t *value);

/* {"items": [...], "next": null}; takes `items`. */
enum cli_exit cli_print_list(struct cli *cli, json_t *items);

/* Prints text for people. */
enum cli_exit cli_print(struct cli *cli, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* One line of standard input without its end, for --password-stdin and its like. False if there is
 * none, or it is longer than `max` bytes. */
bool cli_read_secret(struct cli *cli, size_t max, str_t *line_out);

#endif
