/* The program behind the command line. */
#ifndef TESSERA_CLI_CLI_H
#define TESSERA_CLI_CLI_H

#include "cli/ports.h"

/* The whole program but for what `host` provides. argv[0] is skipped. Returns the exit code. */
int cli_main(const struct cli_host *host, int argc, const char *const *argv);

#endif
