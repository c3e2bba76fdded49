/* tessera mail test, tessera sms test: one message now, and what its gateway said. */
#ifndef TESSERA_APP_GATEWAY_TEST_H
#define TESSERA_APP_GATEWAY_TEST_H

#include "cli/command.h"

extern const struct cli_command mail_test_command;
extern const struct cli_command sms_test_command;

#endif
