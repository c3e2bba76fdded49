/* The command line: one table of commands. Help, usage errors and suggestions are read from it; the
 * exit codes are fixed, because scripts rely on them.
 *
 *   tessera VERB [ACTION] [OPERAND] [--option VALUE | --option=VALUE]...
 *
 * A secret is never an argument (every user of the machine can read those): it comes by standard
 * input or by file.
 */
#ifndef TESSERA_CLI_CLI_H
#define TESSERA_CLI_CLI_H

#include "account/refusal.h"
#include "cli/ports.h"
#include "config/config.h"

#include <jansson.h>
#include <stdio.h>

enum cli_exit {
    CLI_DONE = 0,
    CLI_FAILED = 1,
    CLI_USAGE = 2,
    CLI_CONFIGURATION = 3,
    CLI_NOT_FOUND = 4,
    CLI_EXISTS = 5,
    CLI_REFUSED = 6,
    CLI_UNAVAILABLE = 7,
    CLI_INTERNAL = 70,
};

enum cli_option_kind {
    CLI_FLAG, /* bool */
    CLI_TEXT, /* str_t; absent if it was not given */
    CLI_LIST, /* str_array_t; may be given several times */
};

/* One option, and where its value goes in the command's own arguments struct. */
struct cli_option {
    const char *name;  /* without "--" */
    const char *value; /* what help calls its value; "a|b|c" allows only those; NULL for a flag */
    const char *help;
    enum cli_option_kind kind;
    bool required;
    size_t offset;
};

/* CLI_OPTION_FLAG(struct user_add, verified, "verified", "...") and its like: the kind follows from
 * the member's type, or it does not compile. */
#define CLI_OFFSET_(args, member, type)                                                            \
    (offsetof(args, member) +                                                                      \
        0 * sizeof(                                                                                \
                char[__builtin_types_compatible_p(__typeof__(((args *)0)->member), type) ? 1       \
                                                                                         : -1]))
#define CLI_OPTION_FLAG(args, member, name, help)                                                  \
    {                                                                                              \
        name, NULL, help, CLI_FLAG, false, CLI_OFFSET_(args, member, bool)                         \
    }
#define CLI_OPTION_TEXT(args, member, name, value, help)                                           \
    {                                                                                              \
        name, value, help, CLI_TEXT, false, CLI_OFFSET_(args, member, str_t)                       \
    }
#define CLI_OPTION_REQUIRED(args, member, name, value, help)                                       \
    {                                                                                              \
        name, value, help, CLI_TEXT, true, CLI_OFFSET_(args, member, str_t)                        \
    }
#define CLI_OPTION_LIST(args, member, name, value, help)                                           \
    {                                                                                              \
        name, value, help, CLI_LIST, false, CLI_OFFSET_(args, member, str_array_t)                 \
    }

/* What stands ready when a command runs. */
enum cli_need {
    CLI_NEEDS_NOTHING,
    CLI_NEEDS_SOURCES,    /* --config and --set, in cli->sources; the command loads them itself */
    CLI_NEEDS_MIGRATIONS, /* and --data; cli->config, and services.migrations */
    CLI_NEEDS_SERVICES,   /* and all of services */
};

struct cli;

struct cli_command {
    const char *verb;
    const char *action; /* NULL: the verb has none */
    const char *summary;
    const char *operand; /* what help calls it; NULL: none; required if there is one */
    enum cli_need need;
    const struct cli_option *options;
    size_t n_options;
    size_t args_size; /* of the struct that the options fill */
    enum cli_exit (*run)(struct cli *cli, const void *args);
};

#define CLI_OPTIONS(table) .options = (table), .n_options = sizeof(table) / sizeof(table)[0]

/* One run of the program. */
struct cli {
    arena_t *arena;
    const struct cli_host *host;
    const struct cli_command *command;
    bool json;
    str_t operand;                 /* absent if the command has none */
    struct config_sources sources; /* without a purpose: the command says it */
    struct config *config;         /* NULL unless the command needs migrations or services */
    struct cli_services services;
};

/* The whole program but for what `host` provides. argv[0] is skipped. Returns the exit code. */
int cli_main(const struct cli_host *host, int argc, const char *const *argv);

/* Says what went wrong, on host->err: a sentence, or with --json {"error","message","key"?}.
 * Returns `code`, so that a command ends with `return cli_fail(...)`. `key` (absent: none) is the
 * option, setting or member that it is about. */
enum cli_exit cli_fail(struct cli *cli, enum cli_exit code, str_t key, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The world's failure: 7 for storage that is away, busy or full, 1 for the rest. */
enum cli_exit cli_fail_result(struct cli *cli, result_t result);

/* What the account use cases refuse; 4, 5, 6, or 2 for what is malformed. */
enum cli_exit cli_fail_refusal(struct cli *cli, enum account_refusal refusal);

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
