/* All people as JSON lines, in bounded memory. */
#include "account/export.h"
#include "cli/output.h"
#include "cli/verbs.h"

enum { PAGE_BYTES_MAX = 64 * 1024 * 1024 };

struct user_export {
    bool with_password_hashes;
};

static enum cli_exit export_page(
    struct cli *cli, arena_t *arena, const struct user_export *given, str_t *after)
{
    struct account_context ctx = *cli->services.account;
    enum cli_exit printed = CLI_DONE;
    str_t *lines, next;
    size_t n;

    ctx.arena = arena;
    CLI_TRY(cli, account_export(&ctx, *after, given->with_password_hashes, &lines, &n, &next));
    *after = arena_str(cli->arena, next);
    for (size_t i = 0; i < n && printed == CLI_DONE; i++)
        printed = cli_print(cli, "%.*s\n", STR_ARG(lines[i]));
    return printed;
}

static enum cli_exit run_export(struct cli *cli, const void *args)
{
    const struct user_export *given = args;
    str_t after = STR_NONE;
    enum cli_exit exported;

    do {
        arena_t *page = arena_new(PAGE_BYTES_MAX);
        exported = export_page(cli, page, given, &after);
        arena_free(&page);
    } while (exported == CLI_DONE && str_present(after));
    return exported;
}

static const struct cli_option export_options[] = {
    CLI_OPTION_FLAG(struct user_export, with_password_hashes, "with-password-hashes",
        "the hashes too: whoever has them can try passwords at leisure"),
};

const struct cli_command cli_user_export = {
    .verb = "user",
    .action = "export",
    .summary = "Print all people, one JSON object a line",
    .need = CLI_NEEDS_SERVICES,
    CLI_OPTIONS(export_options),
    .args_size = sizeof(struct user_export),
    .run = run_export,
};
