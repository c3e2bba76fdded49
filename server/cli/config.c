#include "cli/verbs.h"

#include "cli/output.h"
#include "config/print.h"

static enum cli_exit load(struct cli *cli, enum config_purpose purpose)
{
    struct config_problems problems = {.arena = cli->arena};
    cli->sources.purpose = purpose;
    cli->config = config_load(&cli->sources, &problems);
    return cli->config != NULL ? CLI_DONE : cli_fail_config(cli, &problems);
}

static enum cli_exit run_check(struct cli *cli, const void *args)
{
    (void)args;
    enum cli_exit loaded = load(cli, CONFIG_FOR_SERVING);
    if (loaded != CLI_DONE)
        return loaded;
    config_free(&cli->config);
    if (cli->json)
        return cli_print_json(cli, json_pack("{s:b}", "ok", 1));
    return cli_print(cli, "The configuration is right.\n");
}

static enum cli_exit run_show(struct cli *cli, const void *args)
{
    (void)args;
    enum cli_exit loaded = load(cli, CONFIG_FOR_LOOKING);
    if (loaded != CLI_DONE)
        return loaded;
    enum cli_exit shown =
        cli->json ? cli_print_json(cli, config_to_json(cli->config))
                  : cli_print(cli, "%.*s", STR_ARG(config_to_text(cli->arena, cli->config)));
    config_free(&cli->config);
    return shown;
}

static enum cli_exit run_sample(struct cli *cli, const void *args)
{
    (void)args;
    return cli_print(cli, "%.*s", STR_ARG(config_sample(cli->arena)));
}

static enum cli_exit run_doc(struct cli *cli, const void *args)
{
    (void)args;
    return cli_print(cli, "%.*s", STR_ARG(config_doc(cli->arena)));
}

static const struct cli_command check = {
    .verb = "config",
    .action = "check",
    .summary =
        "Say whether a server could start with these settings, and if not, all that is wrong",
    .need = CLI_NEEDS_SOURCES,
    .run = run_check,
};
static const struct cli_command show = {
    .verb = "config",
    .action = "show",
    .summary = "Print the settings in effect, secrets masked, and where they come from",
    .need = CLI_NEEDS_SOURCES,
    .run = run_show,
};
static const struct cli_command sample = {
    .verb = "config",
    .action = "sample",
    .summary = "Print a configuration file with every setting",
    .run = run_sample,
};
static const struct cli_command doc = {
    .verb = "config",
    .action = "doc",
    .summary = "Print the page that explains every setting",
    .run = run_doc,
};

const struct cli_command *const cli_config_commands[] = {&check, &show, &sample, &doc, NULL};
