/* tessera serve: the server for real use. */
#ifndef TESSERA_APP_SERVE_H
#define TESSERA_APP_SERVE_H

#include "cli/command.h"

extern const struct cli_command serve_command;

#endif
