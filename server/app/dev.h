/* tessera dev: a server for development on this machine, without any configuration. */
#ifndef TESSERA_APP_DEV_H
#define TESSERA_APP_DEV_H

#include "cli/command.h"

extern const struct cli_command dev_command;

#endif
