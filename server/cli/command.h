/* The command line: one table of commands. Help, usage errors and suggestions are read from it; the
 * exit codes are fixed, because scripts rely on them.
 *
 *   tessera VERB [ACTION] [OPERAND] [--option VALUE | --option=VALUE]...
 *
 * A secret is never an argument (every user of the machine can read those): it comes by standard
 * input or by file.
 */
#ifndef TESSERA_CLI_COMMAND_H
#define TESSERA_CLI_COMMAND_H

#include "cli/ports.h"
#include "config/config.h"

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

#endif
