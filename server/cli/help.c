#include "cli/help.h"

#include "base/buf.h"

enum { HELP_BYTES_MAX = 64 * 1024, NAME_COLUMNS = 34 };

static const char exit_codes[] =
    "Exit codes: 0 done, 1 failed, 2 usage, 3 configuration, 4 not found, 5 exists already,\n"
    "6 refused by policy, 7 storage unavailable, 70 internal.\n";

/* NAME and what it is, NAME_COLUMNS apart; a longer name has a line of its own. */
static void put_row(buf_t *help, str_t name, const char *text)
{
    if (name.len + 4 > NAME_COLUMNS)
        buf_printf(help, "  %.*s\n%*s%s\n", STR_ARG(name), NAME_COLUMNS, "", text);
    else
        buf_printf(help, "  %-*.*s%s\n", NAME_COLUMNS - 2, STR_ARG(name), text);
}

static str_t command_name(arena_t *arena, const struct cli_command *command)
{
    return arena_printf(arena, "%s%s%s", command->verb, command->action != NULL ? " " : "",
        command->action != NULL ? command->action : "");
}

static void put_commands(buf_t *help, const struct cli_host *host, str_t verb)
{
    const struct cli_command *command;
    for (size_t i = 0; (command = cli_command_at(host, i)) != NULL; i++)
        if (!str_present(verb) || str_eq(verb, str_from_cstr(command->verb)))
            put_row(help, command_name(help->arena, command), command->summary);
}

str_t cli_help(arena_t *arena, const struct cli_host *host)
{
    buf_t help = buf_new(arena, HELP_BYTES_MAX);
    buf_put(&help, STR("Tessera, an OpenID Connect and OAuth 2 server.\n\n"
                       "Usage: tessera VERB [ACTION] [OPTION]...\n\n"));
    put_commands(&help, host, STR_NONE);
    buf_put(&help, STR("\ntessera VERB ACTION --help says more about each.\n"));
    buf_put(&help, str_from_cstr(exit_codes));
    return buf_str(&help);
}

str_t cli_help_verb(arena_t *arena, const struct cli_host *host, str_t verb)
{
    buf_t help = buf_new(arena, HELP_BYTES_MAX);
    buf_printf(&help, "Usage: tessera %.*s ACTION [OPTION]...\n\n", STR_ARG(verb));
    put_commands(&help, host, verb);
    buf_printf(&help, "\ntessera %.*s ACTION --help says more about each.\n", STR_ARG(verb));
    return buf_str(&help);
}

static void put_options(buf_t *help, const struct cli_options *options)
{
    for (size_t i = 0; i < options->n; i++) {
        const struct cli_option *option = &options->items[i];
        str_t name = arena_printf(help->arena, "--%s%s%s%s", option->name,
            option->kind == CLI_FLAG ? "" : " ", option->kind == CLI_FLAG ? "" : option->value,
            option->kind == CLI_LIST ? "..." : "");
        put_row(help, name, option->help);
    }
}

str_t cli_help_command(arena_t *arena, const struct cli_command *command)
{
    buf_t help = buf_new(arena, HELP_BYTES_MAX);
    struct cli_options own = {command->options, command->n_options};
    struct cli_options common = cli_common_options(command->need);
    str_t name = command_name(arena, command);
    buf_printf(&help, "Usage: tessera %.*s%s%s", STR_ARG(name), command->operand != NULL ? " " : "",
        command->operand != NULL ? command->operand : "");
    for (size_t i = 0; i < own.n; i++)
        if (own.items[i].required)
            buf_printf(&help, " --%s %s", own.items[i].name, own.items[i].value);
    buf_printf(&help, " [OPTION]...\n%s.\n\n", command->summary);
    put_options(&help, &own);
    put_options(&help, &common);
    return buf_str(&help);
}
