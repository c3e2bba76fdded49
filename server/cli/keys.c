#include "cli/verbs.h"

#include "base/clock.h"
#include "base/json_read.h"
#include "cli/output.h"

struct keys_rotate {
    str_t alg;
    bool now;
};

static json_t *to_json(const struct cli_key *key)
{
    json_t *object = json_object();
    json_put_str(object, "kid", key->kid);
    json_object_set_new(object, "alg", json_string(key->alg));
    json_object_set_new(object, "use", json_string("sig"));
    json_object_set_new(object, "state", json_string(key->state));
    json_put_time(object, "created_at", key->created_at);
    json_put_time(object, "not_after", key->not_after);
    return object;
}

static enum cli_exit print_key(struct cli *cli, const struct cli_key *key)
{
    char not_after[CLOCK_RFC3339_SIZE];
    clock_rfc3339(key->not_after, not_after);
    return cli_print(
        cli, "%.*s  %-6s %-9s until %s\n", STR_ARG(key->kid), key->alg, key->state, not_after);
}

static enum cli_exit run_list(struct cli *cli, const void *args)
{
    const struct cli_keys *port = &cli->services.keys;
    const struct cli_key *keys;
    size_t n;
    (void)args;
    CLI_TRY(cli, port->list(port->self, cli->arena, &keys, &n));
    json_t *items = json_array();
    enum cli_exit printed = CLI_DONE;
    for (size_t i = 0; i < n && printed == CLI_DONE; i++) {
        json_array_append_new(items, to_json(&keys[i]));
        if (!cli->json)
            printed = print_key(cli, &keys[i]);
    }
    if (printed == CLI_DONE && cli->json)
        return cli_print_list(cli, items);
    json_decref(items);
    return printed;
}

static enum cli_exit run_rotate(struct cli *cli, const void *args)
{
    const struct keys_rotate *given = args;
    const struct cli_keys *port = &cli->services.keys;
    bool known;
    CLI_TRY(cli, port->rotate(port->self, given->alg, given->now, &known));
    if (!known)
        return cli_fail(
            cli, CLI_NOT_FOUND, STR("alg"), "There is no signing key of this algorithm");
    return run_list(cli, NULL);
}

static const struct cli_option rotate_options[] = {
    CLI_OPTION_TEXT(struct keys_rotate, alg, "alg", "ALG", "only the key of this algorithm"),
    CLI_OPTION_FLAG(struct keys_rotate, now, "now",
        "sign with the new key at once, before caches know it: for emergencies"),
};

static const struct cli_command list = {
    .verb = "keys",
    .action = "list",
    .summary = "List the signing keys and their states",
    .need = CLI_NEEDS_SERVICES,
    .run = run_list,
};
static const struct cli_command rotate = {
    .verb = "keys",
    .action = "rotate",
    .summary = "Make the next signing keys; they sign once caches had the time to learn them",
    .need = CLI_NEEDS_SERVICES,
    CLI_OPTIONS(rotate_options),
    .args_size = sizeof(struct keys_rotate),
    .run = run_rotate,
};

const struct cli_command *const cli_keys_commands[] = {&list, &rotate, NULL};
