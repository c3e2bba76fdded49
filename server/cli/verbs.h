/* The commands of this folder, a file a verb. */
#ifndef TESSERA_CLI_VERBS_H
#define TESSERA_CLI_VERBS_H

#include "cli/command.h"

/* Each ends with NULL. */
extern const struct cli_command *const cli_config_commands[];
extern const struct cli_command *const cli_migrate_commands[];
extern const struct cli_command *const cli_user_commands[];
extern const struct cli_command cli_user_import, cli_user_export; /* of the verb user */
extern const struct cli_command *const cli_client_commands[];
extern const struct cli_command *const cli_scope_commands[];
extern const struct cli_command *const cli_resource_commands[];
extern const struct cli_command *const cli_role_commands[];
extern const struct cli_command *const cli_keys_commands[];
extern const struct cli_command *const cli_passwords_commands[];
extern const struct cli_command *const cli_admin_commands[];
extern const struct cli_command *const cli_outbox_commands[];
extern const struct cli_command *const cli_healthcheck_commands[];
extern const struct cli_command *const cli_version_commands[];

#endif
