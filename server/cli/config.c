#include "cli/verbs.h"

#include "cli/output.h"
#include "config/advice.h"
#include "config/print.h"

static enum cli_exit load(struct cli *cli, enum config_purpose purpose)
{
    struct config_problems problems = {.arena = cli->arena};
    cli->sources.purpose = purpose;
    cli->config = config_load(&cli->sources, &problems);
    return cli->config != NULL ? CLI_DONE : cli_fail_config(cli, &problems);
}

/* What is right, and perhaps not meant. */
static json_t *notes_json(const struct config *config)
{
    json_t *notes = json_array();
    const struct config_advice *advice;
    for (size_t at = 0; (advice = config_advice_next(config, &at)) != NULL;)
        json_array_append_new(notes, json_pack("{s:s#, s:s}", "key", advice->key.ptr,
                                         (int)advice->key.len, "message", advice->message));
    return notes;
}

static enum cli_exit print_notes(struct cli *cli)
{
    const struct config_advice *advice;
    enum cli_exit printed = cli_print(cli, "The configuration is right.\n");
    for (size_t at = 0;
         printed == CLI_DONE && (advice = config_advice_next(cli->config, &at)) != NULL;)
        printed = cli_print(cli, "Note: %.*s %s\n", STR_ARG(advice->key), advice->message);
    return printed;
}

static enum cli_exit run_check(struct cli *cli, const void *args)
{
    struct config_problems problems = {.arena = cli->arena};
    (void)args;
    enum cli_exit checked = load(cli, CONFIG_FOR_SERVING);
    if (checked != CLI_DONE)
        return checked;
    cli->host->judge(cli->config, &problems);
    if (problems.n > 0)
        checked = cli_fail_config(cli, &problems);
    else if (cli->json)
        checked =
            cli_print_json(cli, json_pack("{s:b, s:o}", "ok", 1, "notes", notes_json(cli->config)));
    else
        checked = print_notes(cli);
    config_free(&cli->config);
    return checked;
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
