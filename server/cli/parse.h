/* The arguments behind verb and action. */
#ifndef TESSERA_CLI_PARSE_H
#define TESSERA_CLI_PARSE_H

#include "cli/commands.h"

/* Fills `common`, the command's own arguments (command->args_size bytes, zeroed; texts are borrowed
 * from `argv`) and cli->operand. CLI_DONE, or CLI_USAGE when it has said what is wrong. With --help
 * nothing is required. Values are never repeated in a message: they may be secrets. */
enum cli_exit cli_parse(
    struct cli *cli, const char *const *argv, struct cli_common *common, void *args);

#endif
