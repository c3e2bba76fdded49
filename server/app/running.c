#include "app/running.h"

#include "account/setup.h"
#include "app/named_files.h"
#include "app/signals.h"
#include "cli/output.h"

enum { RELOAD_BYTES_MAX = 4 * 1024 * 1024 };

struct config *running_load(struct cli *cli, enum cli_exit *exit_out)
{
    struct config_problems problems = {.arena = cli->arena};

    cli->sources.purpose = CONFIG_FOR_SERVING;
    struct config *config = config_load(&cli->sources, &problems);
    if (config)
        named_files_judge(config, &problems);
    *exit_out = problems.n > 0 ? cli_fail_config(cli, &problems) : CLI_DONE;
    if (problems.n > 0)
        config_free(&config);
    return config;
}

/* What is sealed in the database opens with another key than the one that is configured. */
static enum cli_exit tell_start(struct cli *cli, result_t started)
{
    if (started.code == RESULT_WRONG_KEY)
        return cli_fail(cli, CLI_CONFIGURATION, STR("keys.sealing_key_file"), "%s", started.what);
    return result_ok(started) ? CLI_DONE : cli_fail_result(cli, started);
}

enum cli_exit running_start(
    struct cli *cli, const struct node_options *options, struct node **node_out)
{
    log_open(options->config->log.format, options->config->log.level);
    signals_block();
    result_t started = node_start(options, node_out);
    return tell_start(cli, started);
}

static void tell_problems(const struct config_problems *problems)
{
    for (size_t i = 0; i < problems->n; i++)
        log_error("config.problem", log_str("key", problems->items[i].key),
            log_str("message", problems->items[i].message));
}

static void reload_settings(struct cli *cli, const struct config *running)
{
    AUTO_ARENA arena = arena_new(RELOAD_BYTES_MAX);
    struct config_problems problems = {.arena = arena};
    struct config_changes changes = {.arena = arena};
    AUTO_CONFIG fresh = config_reload(running, &cli->sources, &problems, &changes);

    if (!fresh) {
        tell_problems(&problems);
        return;
    }
    log_set_level(fresh->log.level);
    for (size_t i = 0; i < changes.waiting.n; i++)
        log_warn("config.needs_restart", log_str("key", changes.waiting.items[i]));
    log_info("config.reloaded", log_int("applied", (int64_t)changes.applied.n));
}

static void reload(struct cli *cli, const struct config *config, struct node *node)
{
    reload_settings(cli, config);
    result_t done = node_reload_certificate(node);
    if (!result_ok(done))
        log_error("tls.reload_failed", log_cstr("what", done.what));
    done = node_reload_letters(node);
    if (!result_ok(done))
        log_error("letters.reload_failed", log_cstr("what", done.what));
}

void running_wait(struct cli *cli, const struct config *config, struct node *node)
{
    while (signals_wait() == SIGNAL_RELOAD)
        reload(cli, config, node);
    log_info("server.stopping");
}

result_t running_setup_link(struct node *node, arena_t *arena, str_t *url_out)
{
    struct account_context ctx = storage_account(node_storage(node), arena);
    enum account_refusal refusal;

    return account_setup_link(&ctx, false, url_out, &refusal);
}
