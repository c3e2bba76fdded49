#include "cli/verbs.h"

#include "base/json_read.h"
#include "cli/output.h"
#include "crypto/password_list.h"

struct passwords_build {
    str_t from;
    str_t to;
    str_t at_least;
};

static enum cli_exit print(struct cli *cli, const struct password_list_built *built)
{
    if (cli->json)
        return cli_print_json(
            cli, json_pack("{s:I, s:I}", "passwords", (json_int_t)built->passwords, "left_out",
                     (json_int_t)built->left_out));
    return cli_print(cli, "%zu passwords; %zu lines left out\n", built->passwords, built->left_out);
}

static enum cli_exit run_build(struct cli *cli, const void *args)
{
    const struct passwords_build *given = args;
    int64_t at_least = 1;

    if (str_present(given->at_least) && (!str_to_int64(given->at_least, &at_least) || at_least < 1))
        return cli_fail(cli, CLI_USAGE, STR("at-least"), "--at-least must be a number from 1 on");
    struct password_list_built built = password_list_build(
        arena_cstr(cli->arena, given->from), arena_cstr(cli->arena, given->to), at_least);
    if (built.problem != NULL)
        return cli_fail(cli, CLI_FAILED, STR_NONE, "No list was made: %.*s %s",
            STR_ARG(built.of_target ? given->to : given->from), built.problem);
    return print(cli, &built);
}

static const struct cli_option build_options[] = {
    CLI_OPTION_REQUIRED(struct passwords_build, from, "from", "FILE",
        "a password a line, or a dump of Have I Been Pwned (SHA1:COUNT)"),
    CLI_OPTION_REQUIRED(
        struct passwords_build, to, "to", "FILE", "the list; replaced if it exists"),
    CLI_OPTION_TEXT(struct passwords_build, at_least, "at-least", "N",
        "take only those of a dump that were seen so often"),
};

static const struct cli_command build_list = {
    .verb = "passwords",
    .action = "build-list",
    .summary = "Make a list of passwords that nobody may choose (password.breached_file)",
    .need = CLI_NEEDS_NOTHING,
    CLI_OPTIONS(build_options),
    .args_size = sizeof(struct passwords_build),
    .run = run_build,
};

const struct cli_command *const cli_passwords_commands[] = {&build_list, NULL};
