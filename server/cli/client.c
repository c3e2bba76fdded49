#include "cli/verbs.h"

#include "account/clients.h"
#include "base/json_read.h"
#include "cli/client_metadata.h"
#include "cli/output.h"

enum { PAGE_BYTES_MAX = 32 * 1024 * 1024 };

/* --- output --- */

/* RFC 7591 names, and Tessera's own type and enabled; `secret` is absent unless it was just made.
 */
static json_t *to_json(const struct oauth_client_record *client, str_t secret)
{
    json_t *object = json_read_object(client->metadata, CLIENT_MAX_METADATA);
    if (object == NULL)
        object = json_object();
    json_put_str(object, "client_id", client->client_id);
    json_put_str(object, "type", client->type);
    json_object_set_new(object, "enabled", json_boolean(client->enabled));
    json_put_int(object, "client_id_issued_at", client->created_at);
    json_put_str(object, "client_secret", secret);
    if (str_present(secret))
        json_put_int(object, "client_secret_expires_at", 0);
    return object;
}

static enum cli_exit print_client(
    struct cli *cli, const struct oauth_client_record *client, str_t secret)
{
    if (cli->json)
        return cli_print_json(cli, to_json(client, secret));
    json_auto_t *metadata = to_json(client, STR_NONE);
    str_t name = json_read_str(metadata, "client_name");
    enum cli_exit printed = cli_print(cli, "%.*s  %-8.*s  %.*s%s\n", STR_ARG(client->client_id),
        STR_ARG(client->type), STR_ARG(name), client->enabled ? "" : "  disabled");
    if (printed == CLI_DONE && str_present(secret))
        return cli_print(cli, "Secret, shown this once: %.*s\n", STR_ARG(secret));
    return printed;
}

static enum cli_exit fail(
    struct cli *cli, enum account_refusal refusal, const struct client_metadata_problem *problem)
{
    if (refusal != ACCOUNT_METADATA_INVALID)
        return cli_fail_refusal(cli, refusal);
    return cli_fail(
        cli, CLI_USAGE, str_from_cstr(problem->member), "%s %s", problem->member, problem->reason);
}

/* --- actions --- */

static enum cli_exit run_add(struct cli *cli, const void *args)
{
    const struct client_options *given = args;
    enum oauth_client_type type;
    json_auto_t *metadata = NULL;
    struct account_client client = {0};
    enum account_refusal refusal;
    struct client_metadata_problem problem = {0};
    if (!oauth_client_type_find(given->type, &type))
        return cli_fail(cli, CLI_USAGE, STR("type"), "There is no such type of client");
    enum cli_exit read = cli_client_metadata(cli, given, &metadata);
    if (read != CLI_DONE)
        return read;
    CLI_TRY(cli,
        account_client_add(cli->services.account, type, metadata, &client, &refusal, &problem));
    return refusal == ACCOUNT_DONE ? print_client(cli, client.record, client.secret)
                                   : fail(cli, refusal, &problem);
}

/* One page, in memory of its own: a list may be longer than fits in memory at once. */
static enum cli_exit list_page(struct cli *cli, arena_t *arena, json_t *items, str_t *after)
{
    struct account_context ctx = *cli->services.account;
    const struct oauth_client_record *clients;
    size_t n;
    str_t next;
    ctx.arena = arena;
    CLI_TRY(cli, account_client_list(&ctx, *after, 0, &clients, &n, &next));
    *after = arena_str(cli->arena, next);
    for (size_t i = 0; i < n; i++) {
        enum cli_exit printed = CLI_DONE;
        if (cli->json)
            json_array_append_new(items, to_json(&clients[i], STR_NONE));
        else
            printed = print_client(cli, &clients[i], STR_NONE);
        if (printed != CLI_DONE)
            return printed;
    }
    return CLI_DONE;
}

static enum cli_exit run_list(struct cli *cli, const void *args)
{
    json_t *items = json_array();
    str_t after = STR_NONE;
    enum cli_exit listed;
    (void)args;
    do {
        arena_t *page = arena_new(PAGE_BYTES_MAX);
        listed = list_page(cli, page, items, &after);
        arena_free(&page);
    } while (listed == CLI_DONE && str_present(after));
    if (listed == CLI_DONE && cli->json)
        return cli_print_list(cli, items);
    json_decref(items);
    return listed;
}

static enum cli_exit run_show(struct cli *cli, const void *args)
{
    const struct oauth_client_record *client;
    (void)args;
    CLI_TRY(cli, account_client_find(cli->services.account, cli->operand, &client));
    return client != NULL ? print_client(cli, client, STR_NONE)
                          : cli_fail_refusal(cli, ACCOUNT_CLIENT_UNKNOWN);
}

static enum cli_exit run_update(struct cli *cli, const void *args)
{
    const struct client_options *given = args;
    json_auto_t *changes = NULL;
    struct account_client client = {0};
    enum account_refusal refusal;
    struct client_metadata_problem problem = {0};
    bool enabled = str_eq(given->enabled, STR("true"));
    enum cli_exit read = cli_client_metadata(cli, given, &changes);
    if (read != CLI_DONE)
        return read;
    CLI_TRY(cli, account_client_update(cli->services.account, cli->operand, changes,
                     str_present(given->enabled) ? &enabled : NULL, &client, &refusal, &problem));
    return refusal == ACCOUNT_DONE ? print_client(cli, client.record, client.secret)
                                   : fail(cli, refusal, &problem);
}

static enum cli_exit run_rotate_secret(struct cli *cli, const void *args)
{
    struct account_client client = {0};
    enum account_refusal refusal;
    (void)args;
    CLI_TRY(
        cli, account_client_rotate_secret(cli->services.account, cli->operand, &client, &refusal));
    if (refusal != ACCOUNT_DONE)
        return cli_fail_refusal(cli, refusal);
    if (!cli->json)
        return print_client(cli, client.record, client.secret);
    json_t *object = json_object();
    json_put_str(object, "client_id", client.record->client_id);
    json_put_str(object, "client_secret", client.secret);
    return cli_print_json(cli, object);
}

static enum cli_exit run_delete(struct cli *cli, const void *args)
{
    enum account_refusal refusal;
    (void)args;
    CLI_TRY(cli, account_client_delete(cli->services.account, cli->operand, &refusal));
    if (refusal != ACCOUNT_DONE)
        return cli_fail_refusal(cli, refusal);
    if (cli->json)
        return cli_print_json(cli, json_pack("{s:b}", "deleted", 1));
    return cli_print(cli, "Client %.*s is deleted.\n", STR_ARG(cli->operand));
}

/* --- tables --- */

#define METADATA_OPTIONS                                                                           \
    CLI_OPTION_LIST(                                                                               \
        struct client_options, redirect_uris, "redirect-uri", "URI", "where people come back to"), \
        CLI_OPTION_LIST(struct client_options, post_logout_redirect_uris,                          \
            "post-logout-redirect-uri", "URI", "where people may go after signing out"),           \
        CLI_OPTION_TEXT(struct client_options, backchannel_logout_uri, "backchannel-logout-uri",   \
            "URI", "where it is told of the end of sessions"),                                     \
        CLI_OPTION_LIST(struct client_options, grants, "grant", "GRANT",                           \
            "a grant type that it may use (RFC 7591 names)"),                                      \
        CLI_OPTION_TEXT(struct client_options, auth_method, "auth-method", "METHOD",               \
            "how it authenticates (RFC 7591 names)"),                                              \
        CLI_OPTION_TEXT(struct client_options, jwks_file, "jwks-file", "FILE",                     \
            "its public keys: a JWK Set, or one JWK"),                                             \
        CLI_OPTION_TEXT(                                                                           \
            struct client_options, jwks_uri, "jwks-uri", "URI", "where its public keys are"),      \
        CLI_OPTION_LIST(                                                                           \
            struct client_options, scopes, "scope", "SCOPE", "a scope that it may ask for"),       \
        CLI_OPTION_TEXT(struct client_options, require_pkce, "require-pkce", "true|false",         \
            "whether requests must carry a code challenge"),                                       \
        CLI_OPTION_TEXT(struct client_options, require_consent, "require-consent", "true|false",   \
            "whether people are asked"),                                                           \
        CLI_OPTION_TEXT(struct client_options, metadata_file, "metadata-file", "FILE",             \
            "JSON with members of RFC 7591; options stand above it")

static const struct cli_option add_options[] = {
    CLI_OPTION_REQUIRED(struct client_options, type, "type", "web|spa|native|machine|resource",
        "what kind of application it is; gives its defaults"),
    CLI_OPTION_REQUIRED(struct client_options, name, "name", "NAME", "what people are shown"),
    METADATA_OPTIONS,
};
static const struct cli_option update_options[] = {
    CLI_OPTION_TEXT(struct client_options, name, "name", "NAME", "what people are shown"),
    CLI_OPTION_TEXT(struct client_options, enabled, "enabled", "true|false",
        "false refuses it everywhere and revokes its grants"),
    METADATA_OPTIONS,
};

static const struct cli_command add = {
    .verb = "client",
    .action = "add",
    .summary = "Register an application; prints its secret, if it has one, this once",
    .need = CLI_NEEDS_SERVICES,
    CLI_OPTIONS(add_options),
    .args_size = sizeof(struct client_options),
    .run = run_add,
};
static const struct cli_command list = {
    .verb = "client",
    .action = "list",
    .summary = "List all applications",
    .need = CLI_NEEDS_SERVICES,
    .run = run_list,
};
static const struct cli_command show = {
    .verb = "client",
    .action = "show",
    .summary = "Print one application's registration",
    .operand = "CLIENT_ID",
    .need = CLI_NEEDS_SERVICES,
    .run = run_show,
};
static const struct cli_command update = {
    .verb = "client",
    .action = "update",
    .summary = "Change an application's registration",
    .operand = "CLIENT_ID",
    .need = CLI_NEEDS_SERVICES,
    CLI_OPTIONS(update_options),
    .args_size = sizeof(struct client_options),
    .run = run_update,
};
static const struct cli_command rotate_secret = {
    .verb = "client",
    .action = "rotate-secret",
    .summary = "Make a new secret; the old one is dead at once",
    .operand = "CLIENT_ID",
    .need = CLI_NEEDS_SERVICES,
    .run = run_rotate_secret,
};
static const struct cli_command delete = {
    .verb = "client",
    .action = "delete",
    .summary = "Delete an application and its grants",
    .operand = "CLIENT_ID",
    .need = CLI_NEEDS_SERVICES,
    .run = run_delete,
};

const struct cli_command *const cli_client_commands[] = {
    &add, &list, &show, &update, &rotate_secret, &delete, NULL};
