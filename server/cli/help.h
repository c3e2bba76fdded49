/* What --help prints, all of it from the tables. */
#ifndef TESSERA_CLI_HELP_H
#define TESSERA_CLI_HELP_H

#include "cli/commands.h"

str_t cli_help(arena_t *arena, const struct cli_host *host);
str_t cli_help_verb(arena_t *arena, const struct cli_host *host, str_t verb);
str_t cli_help_command(arena_t *arena, const struct cli_command *command);

#endif
