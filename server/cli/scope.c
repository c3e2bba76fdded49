#include "cli/verbs.h"

#include "account/scopes.h"
#include "base/json_read.h"
#include "cli/output.h"

struct scope_add {
    str_t name;
    str_t audience;
    str_t description;
};

static json_t *to_json(const struct oauth_scope_record *scope)
{
    json_t *object = json_object();
    json_put_str(object, "name", scope->name);
    json_put_str(object, "audience", scope->audience);
    json_put_str(object, "description", scope->description);
    return object;
}

static enum cli_exit run_add(struct cli *cli, const void *args)
{
    const struct scope_add *given = args;
    struct oauth_scope_record scope = {
        .name = given->name, .audience = given->audience, .description = given->description};
    enum account_refusal refusal;
    CLI_TRY(cli, account_scope_add(cli->services.account, &scope, &refusal));
    if (refusal != ACCOUNT_DONE)
        return cli_fail_refusal(cli, refusal);
    if (cli->json)
        return cli_print_json(cli, to_json(&scope));
    return cli_print(cli, "Scope %.*s is added.\n", STR_ARG(scope.name));
}

static enum cli_exit run_list(struct cli *cli, const void *args)
{
    const struct oauth_scope_record *scopes;
    size_t n;
    (void)args;
    CLI_TRY(cli, account_scope_list(cli->services.account, &scopes, &n));
    json_t *items = json_array();
    enum cli_exit printed = CLI_DONE;
    for (size_t i = 0; i < n && printed == CLI_DONE; i++) {
        json_array_append_new(items, to_json(&scopes[i]));
        if (!cli->json)
            printed = cli_print(cli, "%.*s  %.*s  %.*s\n", STR_ARG(scopes[i].name),
                STR_ARG(scopes[i].audience), STR_ARG(scopes[i].description));
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
    CLI_TRY(cli, account_scope_delete(cli->services.account, cli->operand, &refusal));
    if (refusal != ACCOUNT_DONE)
        return cli_fail_refusal(cli, refusal);
    if (cli->json)
        return cli_print_json(cli, json_pack("{s:b}", "deleted", 1));
    return cli_print(cli, "Scope %.*s is deleted.\n", STR_ARG(cli->operand));
}

static const struct cli_option add_options[] = {
    CLI_OPTION_REQUIRED(struct scope_add, name, "name", "NAME", "what clients ask for"),
    CLI_OPTION_REQUIRED(
        struct scope_add, audience, "audience", "URI", "the API that the scope is a power over"),
    CLI_OPTION_TEXT(
        struct scope_add, description, "description", "TEXT", "what the consent page says"),
};

static const struct cli_command add = {
    .verb = "scope",
    .action = "add",
    .summary = "Register a scope of an API",
    .need = CLI_NEEDS_SERVICES,
    CLI_OPTIONS(add_options),
    .args_size = sizeof(struct scope_add),
    .run = run_add,
};
static const struct cli_command list = {
    .verb = "scope",
    .action = "list",
    .summary = "List the registered scopes",
    .need = CLI_NEEDS_SERVICES,
    .run = run_list,
};
static const struct cli_command delete = {
    .verb = "scope",
    .action = "delete",
    .summary = "Delete a registered scope",
    .operand = "NAME",
    .need = CLI_NEEDS_SERVICES,
    .run = run_delete,
};

const struct cli_command *const cli_scope_commands[] = {&add, &list, &delete, NULL};
