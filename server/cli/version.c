#include "cli/verbs.h"

#include "cli/output.h"

static enum cli_exit run(struct cli *cli, const void *args)
{
    (void)args;
    if (cli->json)
        return cli_print_json(cli, json_pack("{s:s}", "version", cli->host->version));
    return cli_print(cli, "tessera %s\n", cli->host->version);
}

static const struct cli_command version = {
    .verb = "version", .summary = "Print the version", .run = run};

const struct cli_command *const cli_version_commands[] = {&version, NULL};
