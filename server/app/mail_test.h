/* tessera mail test: one mail now, and what the server said. */
#ifndef TESSERA_APP_MAIL_TEST_H
#define TESSERA_APP_MAIL_TEST_H

#include "cli/command.h"

extern const struct cli_command mail_test_command;

#endif
