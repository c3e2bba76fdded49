/* All commands: those of this folder, a file a verb, and those that the host adds. */
#ifndef TESSERA_CLI_COMMANDS_H
#define TESSERA_CLI_COMMANDS_H

#include "cli/command.h"

/* The `index`-th of all commands, those of one verb together; NULL past the last. */
const struct cli_command *cli_command_at(const struct cli_host *host, size_t index);

/* NULL if there is none. `action` absent: the verb's only command. */
const struct cli_command *cli_command_find(const struct cli_host *host, str_t verb, str_t action);
bool cli_verb_exists(const struct cli_host *host, str_t verb);

/* What was probably meant; absent if nothing is near. */
str_t cli_verb_nearest(const struct cli_host *host, str_t verb);
str_t cli_action_nearest(const struct cli_host *host, str_t verb, str_t action);

/* Options that a command has because of what it needs; --help and --json are of every command.
 * Their offsets are into struct cli_common. */
struct cli_common {
    bool help;
    bool json;
    str_t data;
    str_t config;
    str_array_t set;
};
struct cli_options {
    const struct cli_option *items;
    size_t n;
};
struct cli_options cli_common_options(enum cli_need need);

#endif
