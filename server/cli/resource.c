#include "cli/verbs.h"

#include "account/resources.h"
#include "base/json_read.h"
#include "cli/output.h"

/* As programs read it: a member that is not set follows the client's registration. */
static json_t *to_json(const struct account_resource *resource)
{
    json_t *object = json_object();
    json_put_str(object, "audience", resource->audience);
    json_put_str(object, "token_typ", resource->token.typ);
    json_put_str(object, "token_format", resource->token.format);
    json_put_str(object, "token_alg", resource->token.alg);
    return object;
}

static str_t or_default(str_t value)
{
    return str_present(value) ? value : STR("default");
}

static enum cli_exit print(struct cli *cli, const struct account_resource *resource)
{
    return cli_print(cli, "%.*s  typ %.*s  format %.*s  alg %.*s\n", STR_ARG(resource->audience),
        STR_ARG(or_default(resource->token.typ)), STR_ARG(or_default(resource->token.format)),
        STR_ARG(or_default(resource->token.alg)));
}

static enum cli_exit run_update(struct cli *cli, const void *args)
{
    const struct oauth_token_wishes *given = args;
    const struct account_resource changes = {cli->operand, *given};
    struct account_resource resource;
    enum account_refusal refusal;
    CLI_TRY(cli, account_resource_update(cli->services.account, &changes, &resource, &refusal));
    if (refusal != ACCOUNT_DONE)
        return cli_fail_refusal(cli, refusal);
    return cli->json ? cli_print_json(cli, to_json(&resource)) : print(cli, &resource);
}

static enum cli_exit run_list(struct cli *cli, const void *args)
{
    const struct account_resource *resources;
    size_t n;
    (void)args;
    CLI_TRY(cli, account_resource_list(cli->services.account, &resources, &n));
    json_t *items = json_array();
    enum cli_exit printed = CLI_DONE;
    for (size_t i = 0; i < n && printed == CLI_DONE; i++) {
        json_array_append_new(items, to_json(&resources[i]));
        if (!cli->json)
            printed = print(cli, &resources[i]);
    }
    if (printed == CLI_DONE && cli->json)
        return cli_print_list(cli, items);
    json_decref(items);
    return printed;
}

static const struct cli_option update_options[] = {
    CLI_OPTION_TEXT(struct oauth_token_wishes, typ, "token-typ", "at+jwt|JWT|default",
        "the typ of its JWT access tokens"),
    CLI_OPTION_TEXT(struct oauth_token_wishes, format, "token-format", "jwt|opaque|default",
        "whether its tokens are JWTs or must be introspected"),
    CLI_OPTION_TEXT(struct oauth_token_wishes, alg, "token-alg", "RS256|PS256|ES256|EdDSA|default",
        "what its JWT access tokens are signed with"),
};

static const struct cli_command update = {
    .verb = "resource",
    .action = "update",
    .summary = "Say how an API wants its access tokens; default leaves it to the client",
    .operand = "AUDIENCE",
    .need = CLI_NEEDS_SERVICES,
    CLI_OPTIONS(update_options),
    .args_size = sizeof(struct oauth_token_wishes),
    .run = run_update,
};
static const struct cli_command list = {
    .verb = "resource",
    .action = "list",
    .summary = "List the APIs that scopes are for",
    .need = CLI_NEEDS_SERVICES,
    .run = run_list,
};

const struct cli_command *const cli_resource_commands[] = {&update, &list, NULL};
