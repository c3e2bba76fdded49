#include "cli/commands.h"

#include "base/nearest.h"
#include "cli/verbs.h"

static const struct cli_command *const *const groups[] = {
    cli_config_commands,
    cli_migrate_commands,
    cli_user_commands,
    cli_client_commands,
    cli_scope_commands,
    cli_resource_commands,
    cli_role_commands,
    cli_keys_commands,
    cli_passwords_commands,
    cli_admin_commands,
    cli_outbox_commands,
    cli_healthcheck_commands,
    cli_version_commands,
};

/* The longest need first: a command that needs less has fewer of them. */
static const struct cli_option common_options[] = {
    CLI_OPTION_FLAG(struct cli_common, help, "help", "say how this is used"),
    CLI_OPTION_FLAG(struct cli_common, json, "json", "print JSON, errors too"),
    CLI_OPTION_TEXT(struct cli_common, config, "config", "FILE", "read settings from this file"),
    CLI_OPTION_LIST(
        struct cli_common, set, "set", "KEY=VALUE", "a setting, above file and environment"),
    CLI_OPTION_TEXT(struct cli_common, data, "data", "DIR",
        "use the development data in this folder; made if it is not there"),
};

struct cli_options cli_common_options(enum cli_need need)
{
    static const size_t n[] = {[CLI_NEEDS_NOTHING] = 2,
        [CLI_NEEDS_SOURCES] = 4,
        [CLI_NEEDS_MIGRATIONS] = 5,
        [CLI_NEEDS_SERVICES] = 5};
    return (struct cli_options){common_options, n[need]};
}

const struct cli_command *cli_command_at(const struct cli_host *host, size_t index)
{
    const struct cli_command *const *list = host->commands;
    for (size_t next = 0;; list = groups[next++]) {
        for (; *list != NULL; list++)
            if (index-- == 0)
                return *list;
        if (next == sizeof groups / sizeof groups[0])
            return NULL;
    }
}

const struct cli_command *cli_command_find(const struct cli_host *host, str_t verb, str_t action)
{
    const struct cli_command *command;
    for (size_t i = 0; (command = cli_command_at(host, i)) != NULL; i++)
        if (str_eq(verb, str_from_cstr(command->verb)) &&
            str_eq(action, str_from_cstr(command->action)))
            return command;
    return NULL;
}

bool cli_verb_exists(const struct cli_host *host, str_t verb)
{
    const struct cli_command *command;
    for (size_t i = 0; (command = cli_command_at(host, i)) != NULL; i++)
        if (str_eq(verb, str_from_cstr(command->verb)))
            return true;
    return false;
}

str_t cli_verb_nearest(const struct cli_host *host, str_t verb)
{
    const struct cli_command *command;
    str_t best = STR_NONE;
    for (size_t i = 0; (command = cli_command_at(host, i)) != NULL; i++)
        best = nearest_of(verb, best, str_from_cstr(command->verb));
    return best;
}

str_t cli_action_nearest(const struct cli_host *host, str_t verb, str_t action)
{
    const struct cli_command *command;
    str_t best = STR_NONE;
    for (size_t i = 0; (command = cli_command_at(host, i)) != NULL; i++)
        if (command->action != NULL && str_eq(verb, str_from_cstr(command->verb)))
            best = nearest_of(action, best, str_from_cstr(command->action));
    return best;
}
