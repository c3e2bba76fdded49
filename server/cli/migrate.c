#include "cli/verbs.h"

#include "base/json_read.h"
#include "cli/output.h"

static json_t *to_json(const struct cli_migration *migration)
{
    json_t *object = json_object();
    json_put_int(object, "number", migration->number);
    json_put_str(object, "name", migration->name);
    json_object_set_new(object, "applied", json_boolean(migration->applied));
    return object;
}

static enum cli_exit run_status(struct cli *cli, const void *args)
{
    const struct cli_migrations *port = &cli->services.migrations;
    const struct cli_migration *migrations;
    size_t n;
    (void)args;
    CLI_TRY(cli, port->status(port->self, cli->arena, &migrations, &n));
    json_t *items = json_array();
    enum cli_exit printed = CLI_DONE;
    for (size_t i = 0; i < n && printed == CLI_DONE; i++) {
        json_array_append_new(items, to_json(&migrations[i]));
        if (!cli->json)
            printed = cli_print(cli, "%04lld  %-8s %.*s\n", (long long)migrations[i].number,
                migrations[i].applied ? "applied" : "pending", STR_ARG(migrations[i].name));
    }
    if (printed == CLI_DONE && cli->json)
        return cli_print_list(cli, items);
    json_decref(items);
    return printed;
}

static enum cli_exit run_up(struct cli *cli, const void *args)
{
    const struct cli_migrations *port = &cli->services.migrations;
    size_t applied;
    (void)args;
    CLI_TRY(cli, port->up(port->self, &applied));
    if (cli->json)
        return cli_print_json(cli, json_pack("{s:I}", "applied", (json_int_t)applied));
    return cli_print(cli, "%zu migrations applied.\n", applied);
}

static const struct cli_command status = {
    .verb = "migrate",
    .action = "status",
    .summary = "List the database's migrations, and which of them were applied",
    .need = CLI_NEEDS_MIGRATIONS,
    .run = run_status,
};
static const struct cli_command up = {
    .verb = "migrate",
    .action = "up",
    .summary = "Bring the database to the newest schema",
    .need = CLI_NEEDS_MIGRATIONS,
    .run = run_up,
};

const struct cli_command *const cli_migrate_commands[] = {&status, &up, NULL};
