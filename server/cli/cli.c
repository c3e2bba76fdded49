#include "cli/cli.h"

#include "cli/help.h"
#include "cli/output.h"
#include "cli/parse.h"

enum { ARENA_BYTES_MAX = 64 * 1024 * 1024 };

/* Usage errors come in the form that --json asks for, wherever it stands. */
static bool wants_json(const char *const *argv)
{
    for (; *argv != NULL; argv++)
        if (str_eq(str_from_cstr(*argv), STR("--json")))
            return true;
    return false;
}

static bool is_help(str_t word)
{
    return str_eq(word, STR("--help")) || str_eq(word, STR("-h")) || str_eq(word, STR("help"));
}

static enum cli_exit refuse_verb(struct cli *cli, str_t verb)
{
    str_t meant = cli_verb_nearest(cli->host, verb);
    if (str_present(meant))
        return cli_fail(cli, CLI_USAGE, STR_NONE, "There is no verb \"%.*s\"; did you mean %.*s?",
            STR_ARG(verb), STR_ARG(meant));
    return cli_fail(
        cli, CLI_USAGE, STR_NONE, "There is no verb \"%.*s\" (see tessera --help)", STR_ARG(verb));
}

static enum cli_exit refuse_action(struct cli *cli, str_t verb, str_t action)
{
    if (!str_present(action) || str_starts_with(action, STR("-")))
        return cli_fail(cli, CLI_USAGE, STR_NONE, "%.*s needs an action (see tessera %.*s --help)",
            STR_ARG(verb), STR_ARG(verb));
    str_t meant = cli_action_nearest(cli->host, verb, action);
    if (str_present(meant))
        return cli_fail(cli, CLI_USAGE, STR_NONE,
            "There is no action \"%.*s\" of %.*s; did you mean %.*s?", STR_ARG(action),
            STR_ARG(verb), STR_ARG(meant));
    return cli_fail(cli, CLI_USAGE, STR_NONE,
        "There is no action \"%.*s\" of %.*s (see tessera %.*s --help)", STR_ARG(action),
        STR_ARG(verb), STR_ARG(verb));
}

static enum cli_exit open_and_run(struct cli *cli, str_t data, const void *args)
{
    const struct cli_host *host = cli->host;
    struct config_problems problems = {.arena = cli->arena};
    if (str_present(data))
        CLI_TRY(cli, host->prepare_data(host->self, cli->arena, data, &cli->sources.presets));
    cli->sources.purpose = CONFIG_FOR_STORAGE;
    cli->config = config_load(&cli->sources, &problems);
    if (cli->config == NULL)
        return cli_fail_config(cli, &problems);
    enum cli_open how =
        cli->command->need == CLI_NEEDS_MIGRATIONS ? CLI_OPEN_MIGRATIONS : CLI_OPEN_ALL;
    result_t opened =
        host->open(host->self, cli->arena, cli->config, how, str_present(data), &cli->services);
    enum cli_exit code =
        result_ok(opened) ? cli->command->run(cli, args) : cli_fail_result(cli, opened);
    host->close(host->self);
    config_free(&cli->config);
    return code;
}

static enum cli_exit run_command(struct cli *cli, const char *const *argv)
{
    struct cli_common common = {0};
    void *args = arena_alloc(cli->arena, cli->command->args_size);
    enum cli_exit parsed = cli_parse(cli, argv, &common, args);
    if (parsed != CLI_DONE)
        return parsed;
    if (common.help)
        return cli_print(cli, "%.*s", STR_ARG(cli_help_command(cli->arena, cli->command)));
    cli->sources = (struct config_sources){
        .file = str_present(common.config) ? common.config.ptr : NULL,
        .environment = cli->host->environment,
        .sets = common.set,
    };
    switch (cli->command->need) {
    case CLI_NEEDS_NOTHING:
    case CLI_NEEDS_SOURCES:
        return cli->command->run(cli, args);
    case CLI_NEEDS_MIGRATIONS:
    case CLI_NEEDS_SERVICES:
        return open_and_run(cli, common.data, args);
    }
    abort();
}

/* argv without the program's name: VERB [ACTION] ... */
static enum cli_exit dispatch(struct cli *cli, const char *const *argv)
{
    str_t verb = str_from_cstr(argv[0]);
    if (!str_present(verb)) {
        fprintf(cli->host->err, "%.*s", STR_ARG(cli_help(cli->arena, cli->host)));
        return CLI_USAGE;
    }
    if (is_help(verb))
        return cli_print(cli, "%.*s", STR_ARG(cli_help(cli->arena, cli->host)));
    if (!cli_verb_exists(cli->host, verb))
        return refuse_verb(cli, verb);
    cli->command = cli_command_find(cli->host, verb, STR_NONE);
    if (cli->command != NULL)
        return run_command(cli, argv + 1);
    str_t action = str_from_cstr(argv[1]);
    if (is_help(action))
        return cli_print(cli, "%.*s", STR_ARG(cli_help_verb(cli->arena, cli->host, verb)));
    cli->command = str_present(action) ? cli_command_find(cli->host, verb, action) : NULL;
    if (cli->command == NULL)
        return refuse_action(cli, verb, action);
    return run_command(cli, argv + 2);
}

int cli_main(const struct cli_host *host, int argc, const char *const *argv)
{
    static const char *const nothing[] = {NULL};
    const char *const *rest = argc > 0 ? argv + 1 : nothing;
    struct cli cli = {.arena = arena_new(ARENA_BYTES_MAX), .host = host, .json = wants_json(rest)};
    enum cli_exit code = dispatch(&cli, rest);
    arena_free(&cli.arena);
    return (int)code;
}
