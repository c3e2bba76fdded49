/* Messages on their way, and the dead letters among them. Recipients are masked unless asked for;
 * texts are never shown: whoever reads a link could use it. */
#include "base/clock.h"
#include "base/json_read.h"
#include "cli/output.h"
#include "cli/verbs.h"

struct outbox_options {
    str_t state;
    str_t kind;
    bool unmasked;
};

enum { PAGE_BYTES_MAX = 16 * 1024 * 1024 };

/* --- output --- */

static void put_time_or_null(json_t *object, const char *name, int64_t unix_s)
{
    json_object_set_new(object, name, json_null());
    if (unix_s != 0)
        json_put_time(object, name, unix_s);
}

static json_t *to_json(const struct cli_message *message)
{
    json_t *object = json_object();
    json_put_int(object, "id", message->id);
    json_put_str(object, "kind", message->kind);
    json_put_str(object, "to", message->recipient);
    json_put_str(object, "template", message->template);
    json_put_str(object, "lang", message->lang);
    json_put_str_or_null(object, "user_id", message->user_id);
    json_put_str(object, "state", message->state);
    json_put_int(object, "tries", message->tries);
    json_put_time(object, "created_at", message->created_at);
    json_put_time(object, "expires_at", message->expires_at);
    put_time_or_null(object, "next_try_at", message->next_try_at);
    put_time_or_null(object, "settled_at", message->settled_at);
    json_put_str_or_null(object, "claimed_by", message->claimed_by);
    json_put_str_or_null(object, "last_error", message->last_error);
    return object;
}

static enum cli_exit print_message(struct cli *cli, const struct cli_message *message)
{
    char at[CLOCK_RFC3339_SIZE];
    clock_rfc3339(message->created_at, at);
    return cli_print(cli, "%lld  %s  %-6.*s %-9.*s %.*s  %.*s  %lld tries%s%.*s\n",
        (long long)message->id, at, STR_ARG(message->kind), STR_ARG(message->state),
        STR_ARG(message->template), STR_ARG(message->recipient), (long long)message->tries,
        str_present(message->last_error) ? ": " : "", STR_ARG(message->last_error));
}

static enum cli_exit fail_unknown(struct cli *cli)
{
    return cli_fail(cli, CLI_NOT_FOUND, STR_NONE, "There is no message %.*s in the outbox",
        STR_ARG(cli->operand));
}

/* --- actions --- */

/* One page, in memory of its own: a list may be longer than fits in memory at once. */
static enum cli_exit list_page(struct cli *cli, arena_t *arena, struct cli_message_filter *filter,
    json_t *items, size_t *n_out)
{
    const struct cli_outbox *port = &cli->services.outbox;
    const struct cli_message *messages;
    CLI_TRY(cli, port->list(port->self, arena, filter, &messages, n_out));
    for (size_t i = 0; i < *n_out; i++) {
        enum cli_exit printed = CLI_DONE;
        filter->after = messages[i].id;
        if (cli->json)
            json_array_append_new(items, to_json(&messages[i]));
        else
            printed = print_message(cli, &messages[i]);
        if (printed != CLI_DONE)
            return printed;
    }
    return CLI_DONE;
}

static enum cli_exit run_list(struct cli *cli, const void *args)
{
    const struct outbox_options *given = args;
    struct cli_message_filter filter = {
        .kind = given->kind, .state = given->state, .unmasked = given->unmasked};
    json_t *items = json_array();
    enum cli_exit listed;
    size_t n = 0;
    do {
        arena_t *page = arena_new(PAGE_BYTES_MAX);
        listed = list_page(cli, page, &filter, items, &n);
        arena_free(&page);
    } while (listed == CLI_DONE && n == CLI_MESSAGES_MAX);
    if (listed == CLI_DONE && cli->json)
        return cli_print_list(cli, items);
    json_decref(items);
    return listed;
}

static enum cli_exit show(struct cli *cli, bool unmasked)
{
    const struct cli_outbox *port = &cli->services.outbox;
    const struct cli_message *message = NULL;
    int64_t id;
    if (str_to_int64(cli->operand, &id))
        CLI_TRY(cli, port->find(port->self, cli->arena, id, unmasked, &message));
    if (message == NULL)
        return fail_unknown(cli);
    return cli->json ? cli_print_json(cli, to_json(message)) : print_message(cli, message);
}

static enum cli_exit run_show(struct cli *cli, const void *args)
{
    return show(cli, ((const struct outbox_options *)args)->unmasked);
}

static enum cli_exit run_retry(struct cli *cli, const void *args)
{
    const struct cli_outbox *port = &cli->services.outbox;
    const struct cli_message *message = NULL;
    bool retried = false;
    int64_t id;
    (void)args;
    if (str_to_int64(cli->operand, &id))
        CLI_TRY(cli, port->find(port->self, cli->arena, id, false, &message));
    if (message == NULL)
        return fail_unknown(cli);
    CLI_TRY(cli, port->retry(port->self, id, &retried));
    if (!retried)
        return cli_fail(cli, CLI_REFUSED, STR_NONE,
            "Message %.*s is delivered, on its way, or expired: it cannot be sent again",
            STR_ARG(cli->operand));
    return show(cli, false);
}

static enum cli_exit run_drop(struct cli *cli, const void *args)
{
    const struct cli_outbox *port = &cli->services.outbox;
    bool found = false;
    int64_t id;
    (void)args;
    if (str_to_int64(cli->operand, &id))
        CLI_TRY(cli, port->drop(port->self, id, &found));
    if (!found)
        return fail_unknown(cli);
    if (cli->json)
        return cli_print_json(cli, json_pack("{s:b}", "dropped", 1));
    return cli_print(cli, "Message %.*s is dropped.\n", STR_ARG(cli->operand));
}

/* --- tables --- */

#define UNMASKED                                                                                   \
    CLI_OPTION_FLAG(                                                                               \
        struct outbox_options, unmasked, "unmasked", "show addresses and numbers in full")

static const struct cli_option list_options[] = {
    CLI_OPTION_TEXT(struct outbox_options, state, "state", "pending|delivered|dead",
        "only those in this state"),
    CLI_OPTION_TEXT(
        struct outbox_options, kind, "kind", "mail|sms|logout", "only those of this kind"),
    UNMASKED,
};
static const struct cli_option show_options[] = {UNMASKED};

static const struct cli_command list = {
    .verb = "outbox",
    .action = "list",
    .summary = "List the messages of the last weeks, or the dead letters among them",
    .need = CLI_NEEDS_SERVICES,
    CLI_OPTIONS(list_options),
    .args_size = sizeof(struct outbox_options),
    .run = run_list,
};
static const struct cli_command show_ = {
    .verb = "outbox",
    .action = "show",
    .summary = "Print where one message stands, without its text",
    .operand = "ID",
    .need = CLI_NEEDS_SERVICES,
    CLI_OPTIONS(show_options),
    .args_size = sizeof(struct outbox_options),
    .run = run_show,
};
static const struct cli_command retry = {
    .verb = "outbox",
    .action = "retry",
    .summary = "Send a dead letter again, or one that waits at once",
    .operand = "ID",
    .need = CLI_NEEDS_SERVICES,
    .run = run_retry,
};
static const struct cli_command drop = {
    .verb = "outbox",
    .action = "drop",
    .summary = "Delete a message; one that is on its way may still arrive",
    .operand = "ID",
    .need = CLI_NEEDS_SERVICES,
    .run = run_drop,
};

const struct cli_command *const cli_outbox_commands[] = {&list, &show_, &retry, &drop, NULL};
