#include "cli/verbs.h"

#include "account/setup.h"
#include "base/json_read.h"
#include "cli/output.h"

static enum cli_exit run_setup_link(struct cli *cli, const void *args)
{
    str_t url;
    enum account_refusal refusal;
    (void)args;
    if (cli->config->issuer.len == 0)
        return cli_fail(cli, CLI_CONFIGURATION, STR("issuer"), "issuer must be set");
    CLI_TRY(cli, account_setup_link(cli->services.account, true, &url, &refusal));
    if (refusal != ACCOUNT_DONE)
        return cli_fail_refusal(cli, refusal);
    if (!cli->json)
        return cli_print(cli, "%.*s\n", STR_ARG(url));
    json_t *object = json_object();
    json_put_str(object, "setup_url", url);
    json_put_int(object, "expires_in", ACCOUNT_SETUP_LINK_S);
    return cli_print_json(cli, object);
}

static const struct cli_command setup_link = {
    .verb = "admin",
    .action = "setup-link",
    .summary = "Print a link that makes its holder an owner: once, within an hour",
    .need = CLI_NEEDS_SERVICES,
    .run = run_setup_link,
};

const struct cli_command *const cli_admin_commands[] = {&setup_link, NULL};
