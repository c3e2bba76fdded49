#include "cli/verbs.h"

#include "account/roles.h"
#include "base/json_read.h"
#include "cli/output.h"

struct role_add {
    str_t name;
};

static json_t *to_json(str_t name)
{
    json_t *object = json_object();
    json_put_str(object, "name", name);
    return object;
}

static enum cli_exit run_add(struct cli *cli, const void *args)
{
    const struct role_add *given = args;
    enum account_refusal refusal;
    CLI_TRY(cli, account_role_add(cli->services.account, given->name, &refusal));
    if (refusal != ACCOUNT_DONE)
        return cli_fail_refusal(cli, refusal);
    if (cli->json)
        return cli_print_json(cli, to_json(given->name));
    return cli_print(cli, "Role %.*s is added.\n", STR_ARG(given->name));
}

static enum cli_exit run_list(struct cli *cli, const void *args)
{
    str_t *names;
    size_t n;
    (void)args;
    CLI_TRY(cli, account_role_list(cli->services.account, &names, &n));
    json_t *items = json_array();
    enum cli_exit printed = CLI_DONE;
    for (size_t i = 0; i < n && printed == CLI_DONE; i++) {
        json_array_append_new(items, to_json(names[i]));
        if (!cli->json)
            printed = cli_print(cli, "%.*s\n", STR_ARG(names[i]));
    }
    if (printed == CLI_DONE && cli->json)
        return cli_print_list(cli, items);
    json_decref(items);
    return printed;
}

static enum cli_exit run_delete(struct cli *cli, const void *args)
{
    enum account_refusal refusal;
    (void)args;
    CLI_TRY(cli, account_role_delete(cli->services.account, cli->operand, &refusal));
    if (refusal != ACCOUNT_DONE)
        return cli_fail_refusal(cli, refusal);
    if (cli->json)
        return cli_print_json(cli, json_pack("{s:b}", "deleted", 1));
    return cli_print(cli, "Role %.*s is deleted.\n", STR_ARG(cli->operand));
}

static const struct cli_option add_options[] = {
    CLI_OPTION_REQUIRED(struct role_add, name, "name", "NAME", "as it stands in tokens"),
};

static const struct cli_command add = {
    .verb = "role",
    .action = "add",
    .summary = "Add a role that people can be given",
    .need = CLI_NEEDS_SERVICES,
    CLI_OPTIONS(add_options),
    .args_size = sizeof(struct role_add),
    .run = run_add,
};
static const struct cli_command list = {
    .verb = "role",
    .action = "list",
    .summary = "List the roles",
    .need = CLI_NEEDS_SERVICES,
    .run = run_list,
};
static const struct cli_command delete = {
    .verb = "role",
    .action = "delete",
    .summary = "Delete a role that is not built in",
    .operand = "NAME",
    .need = CLI_NEEDS_SERVICES,
    .run = run_delete,
};

const struct cli_command *const cli_role_commands[] = {&add, &list, &delete, NULL};
