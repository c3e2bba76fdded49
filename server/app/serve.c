#include "app/serve.h"

#include "app/running.h"
#include "base/file.h"
#include "cli/output.h"
#include "config/advice.h"

#include <stdio.h>

/* Beside the sealing key: whoever can read that folder could read everything anyway. */
static str_t link_path(arena_t *arena, const struct config *config)
{
    str_t key = config->keys.sealing_key_file;
    size_t end = key.len;

    while (end > 0 && key.ptr[end - 1] != '/')
        end--;
    return arena_printf(arena, "%.*ssetup-link", (int)end, key.ptr);
}

/* On standard error and in a file that only the owner reads; in no log. */
static enum cli_exit offer_setup(struct cli *cli, const struct config *config, struct node *node)
{
    str_t path = link_path(cli->arena, config);
    str_t url;

    CLI_TRY(cli, running_setup_link(node, cli->arena, &url));
    if (!str_present(url))
        return CLI_DONE;
    result_t written =
        file_replace(path.ptr, arena_printf(cli->arena, "%.*s\n", STR_ARG(url)), 0600);
    fprintf(cli->host->err,
        "There is no account yet. Make the first administrator within an hour:\n  %.*s\n"
        "%s%.*s\nAnother link: tessera admin setup-link\n",
        STR_ARG(url), result_ok(written) ? "It also stands in " : "It could not be written to ",
        STR_ARG(path));
    fflush(cli->host->err);
    return CLI_DONE;
}

static void warn(const struct config *config)
{
    const struct config_advice *advice;

    for (size_t at = 0; (advice = config_advice_next(config, &at)) != NULL;)
        log_warn(
            "config.advice", log_str("key", advice->key), log_cstr("message", advice->message));
}

static enum cli_exit serve(struct cli *cli, const struct config *config)
{
    struct node_options options = {.config = config};
    struct node *node = NULL;
    enum cli_exit code = running_start(cli, &options, &node);

    if (code != CLI_DONE)
        return code;
    warn(config);
    code = offer_setup(cli, config, node);
    if (code == CLI_DONE) {
        log_info("server.ready", log_str("issuer", config->issuer));
        running_wait(cli, config, node);
    }
    node_stop(&node);
    return code;
}

static enum cli_exit run(struct cli *cli, const void *args)
{
    enum cli_exit code;
    (void)args;
    AUTO_CONFIG config = running_load(cli, &code);

    return config ? serve(cli, config) : code;
}

const struct cli_command serve_command = {
    .verb = "serve",
    .summary = "Run the server",
    .need = CLI_NEEDS_SOURCES,
    .run = run,
};
