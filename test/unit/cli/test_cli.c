/* Verbs, actions, help, and what every command has in common. */
#include "unit/cli/program.h"

#include "base/json_read.h"
#include "cli/output.h"

/* ---- which command ---- */

static void nothing_at_all_shows_the_help_as_a_mistake(void **state)
{
    struct program *program = *state;
    static const char *const argv[] = {"tessera", NULL};
    program_run_with(program, argv, 1);
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "Usage: tessera VERB");
    assert_string_equal(program->out, "");
}

static void help_lists_every_verb_and_exit_code(void **state)
{
    struct program *program = *state;
    static const char *const commands[] = {"config check", "config show", "config sample",
        "config doc", "migrate status", "migrate up", "user add", "user list", "user show",
        "user update", "user disable", "user enable", "user set-password", "user delete",
        "client add", "client list", "client show", "client update", "client rotate-secret",
        "client delete", "scope add", "scope list", "scope delete", "role add", "role list",
        "role delete", "keys list", "keys rotate", "admin setup-link", "healthcheck", "version",
        "7 storage unavailable", "70 internal"};
    program_run(program, "--help");
    assert_exit(program, CLI_DONE);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        assert_says(program->out, commands[i]);
    program_run(program, "help");
    assert_exit(program, CLI_DONE);
    program_run(program, "-h");
    assert_exit(program, CLI_DONE);
}

static void help_of_a_verb_lists_its_actions_only(void **state)
{
    struct program *program = *state;
    program_run(program, "keys", "--help");
    assert_exit(program, CLI_DONE);
    assert_says(program->out, "keys rotate");
    assert_null(strstr(program->out, "user add"));
}

static void help_of_a_command_needs_no_storage_and_nothing_required(void **state)
{
    struct program *program = *state;
    program_run(program, "user", "add", "--help");
    assert_exit(program, CLI_DONE);
    assert_says(program->out, "--email ADDRESS");
    assert_says(program->out, "--password-stdin");
    assert_says(program->out, "--data DIR");
    assert_int_equal(program->opens, 0);
    program_run(program, "version", "--help");
    assert_null(strstr(program->out, "--data"));
}

static void mistyped_verb_is_asked_back(void **state)
{
    struct program *program = *state;
    program_run(program, "usr", "list");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "There is no verb \"usr\"; did you mean user?");
    program_run(program, "frobnicate");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "see tessera --help");
    program_run(program, "USER", "list");
    assert_exit(program, CLI_USAGE);
}

static void mistyped_action_is_asked_back(void **state)
{
    struct program *program = *state;
    program_run(program, "client", "rotate-secrt", "c-1");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "did you mean rotate-secret?");
    program_run(program, "user", "frobnicate");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "see tessera user --help");
    program_run(program, "user");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "user needs an action");
    program_run(program, "user", "--json");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "user needs an action");
}

static enum cli_exit run_serve(struct cli *cli, const void *args)
{
    (void)args;
    return cli_print(cli, "served %.*s\n", STR_ARG(cli->operand));
}

static void commands_of_the_host_stand_beside_the_others(void **state)
{
    struct program *program = *state;
    static const struct cli_command serve = {
        .verb = "serve", .summary = "Serve", .operand = "WHAT", .run = run_serve};
    static const struct cli_command *const commands[] = {&serve, NULL};
    program->commands = commands;
    program_run(program, "serve", "cake");
    assert_exit(program, CLI_DONE);
    assert_string_equal(program->out, "served cake\n");
    program_run(program, "--help");
    assert_says(program->out, "serve");
    program_run(program, "srve");
    assert_says(program->err, "did you mean serve?");
}

/* ---- options ---- */

static void mistyped_option_is_asked_back(void **state)
{
    struct program *program = *state;
    program_run_data(program, "role", "add", "--nmae", "x");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "There is no option --nmae; did you mean --name?");
    program_run_data(program, "role", "list", "--confg", "x");
    assert_says(program->err, "did you mean --config?");
    program_run_data(program, "role", "list", "--frobnicate");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "There is no option --frobnicate here");
    assert_int_equal(program->opens, 0);
}

static void secret_as_an_argument_is_refused_and_not_repeated(void **state)
{
    struct program *program = *state;
    program_run_data(program, "user", "set-password", "ada@example.com", "--password", "hunter2");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "--password-stdin");
    assert_null(strstr(program->err, "hunter2"));
    program_run_data(program, "user", "set-password", "ada@example.com", "--password=hunter2");
    assert_exit(program, CLI_USAGE);
    assert_null(strstr(program->err, "hunter2"));
    program_run_data(program, "client", "add", "--client-secret=hunter2");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "never an argument");
    assert_null(strstr(program->err, "hunter2"));
    program_run_data(program, "user", "set-password", "ada@example.com", "hunter2");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "one argument too many");
    assert_null(strstr(program->err, "hunter2"));
    assert_int_equal(program->opens, 0);
}

static void option_is_given_once_and_with_its_value(void **state)
{
    struct program *program = *state;
    program_run_data(program, "role", "add", "--name", "a", "--name", "b");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "--name is given twice");
    program_run(program, "role", "add", "--name");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "--name needs a value: --name NAME");
    program_run(program, "role", "add", "--name", "--json");
    assert_exit(program, CLI_USAGE);
    program_run(program, "version", "--json=yes");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "takes no value");
}

static void value_of_an_option_may_stand_behind_an_equals_sign(void **state)
{
    struct program *program = *state;
    program_run_data(program, "role", "add", "--name=--odd=one");
    assert_exit(program, CLI_DONE);
    assert_str(fake_account.operand, "--odd=one");
}

static void value_is_plain_text_and_one_of_the_choices(void **state)
{
    struct program *program = *state;
    program_run_data(program, "role", "add", "--name", "a\nb");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "control characters");
    program_run_data(program, "role", "add", "--name", "\xff");
    assert_exit(program, CLI_USAGE);
    program_run_data(program, "user", "show", "a\x1b[31m");
    assert_exit(program, CLI_USAGE);
    assert_null(strchr(program->err, '\x1b'));
    program_run_data(program, "client", "add", "--type", "cake", "--name", "x");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "--type must be one of: web|spa|native|machine|resource");
    program_run_data(program, "user", "update", "u-1", "--verified", "yes");
    assert_exit(program, CLI_USAGE);
    assert_int_equal(program->opens, 0);
}

static void missing_option_or_operand_is_named(void **state)
{
    struct program *program = *state;
    program_run_data(program, "role", "add");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "--name NAME is missing");
    program_run_data(program, "user", "show");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "ID|EMAIL is missing");
    program_run_data(program, "user", "show", "");
    assert_exit(program, CLI_USAGE);
    assert_int_equal(program->opens, 0);
}

static void list_has_a_greatest_length(void **state)
{
    struct program *program = *state;
    const char *argv[600] = {"tessera", "user", "add"};
    int argc = 3;
    for (int i = 0; i < 129; i++) {
        argv[argc++] = "--role";
        argv[argc++] = "auditor";
    }
    program_run_with(program, argv, argc);
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "more than 128 times");
}

/* ---- how mistakes are said ---- */

static void words_that_are_no_plain_text_are_not_repeated(void **state)
{
    struct program *program = *state;
    program_run(program, "\xff", "--json");
    assert_exit(program, CLI_USAGE);
    json_auto_t *verb = program_json(program->err);
    assert_str(json_read_str(verb, "message"), "There is no verb \"?\" (see tessera --help)");
    program_run(program, "user", "a\x1b[31m");
    assert_exit(program, CLI_USAGE);
    assert_null(strchr(program->err, '\x1b'));
    program_run(program, "version", "--\xff=1", "--json");
    assert_exit(program, CLI_USAGE);
    json_auto_t *option = program_json(program->err);
    assert_str(json_read_str(option, "message"), "There is no option --? here");
    program_run(program, "version", "--\x1b[31m");
    assert_exit(program, CLI_USAGE);
    assert_null(strchr(program->err, '\x1b'));
}

static void mistake_is_json_on_standard_error_when_asked_for(void **state)
{
    struct program *program = *state;
    program_run(program, "role", "add", "--json", "--nmae=x");
    assert_exit(program, CLI_USAGE);
    assert_string_equal(program->out, "");
    json_auto_t *error = program_json(program->err);
    assert_str(json_read_str(error, "error"), "usage");
    assert_str(json_read_str(error, "key"), "nmae");
    assert_true(str_present(json_read_str(error, "message")));

    program_run(program, "frobnicate", "--json");
    json_auto_t *verb = program_json(program->err);
    assert_str(json_read_str(verb, "error"), "usage");
    assert_null(json_object_get(verb, "key"));
}

static void each_refusal_has_the_exit_code_of_its_kind(void **state)
{
    struct program *program = *state;
    static const int codes[] = {[ACCOUNT_KIND_NOT_FOUND] = CLI_NOT_FOUND,
        [ACCOUNT_KIND_EXISTS] = CLI_EXISTS,
        [ACCOUNT_KIND_INVALID] = CLI_USAGE,
        [ACCOUNT_KIND_POLICY] = CLI_REFUSED};
    for (int refusal = ACCOUNT_DONE + 1; refusal < ACCOUNT_REFUSALS; refusal++) {
        fake_account.refusal = (enum account_refusal)refusal;
        const struct account_refusal_text *text = account_refusal_text(fake_account.refusal);
        program_run_data(program, "role", "add", "--name", "x", "--json");
        assert_exit(program, codes[text->kind]);
        json_auto_t *error = program_json(program->err);
        assert_str(json_read_str(error, "error"), text->code);
        assert_str(json_read_str(error, "message"), text->message);
        assert_string_equal(program->out, "");
        program_run_data(program, "role", "add", "--name", "x");
        assert_says(program->err, text->message);
    }
}

static void storage_that_is_away_busy_or_broken_has_its_exit_code(void **state)
{
    struct program *program = *state;
    static const struct {
        enum result_code code;
        int expected;
    } cases[] = {{RESULT_UNAVAILABLE, CLI_UNAVAILABLE}, {RESULT_BUSY, CLI_UNAVAILABLE},
        {RESULT_FAILED, CLI_FAILED}, {RESULT_CORRUPT, CLI_FAILED}, {RESULT_WRONG_KEY, CLI_FAILED}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t closes = program->closes;
        program->opened = result_fail(cases[i].code, "the database sleeps");
        program_run_data(program, "role", "list");
        assert_exit(program, cases[i].expected);
        assert_says(program->err, "the database sleeps");
        assert_int_equal(program->closes, closes + 1);

        program->opened = OK;
        fake_account.result = result_fail(cases[i].code, "the disk is full");
        program_run_data(program, "role", "list", "--json");
        assert_exit(program, cases[i].expected);
        json_auto_t *error = program_json(program->err);
        assert_str(json_read_str(error, "message"), "the disk is full");
        fake_account.result = OK;
    }
}

static void wrong_setting_is_named_before_anything_is_opened(void **state)
{
    struct program *program = *state;
    program_run_data(program, "role", "list", "--set", "lifetime.code_s=soon", "--json");
    assert_exit(program, CLI_CONFIGURATION);
    json_auto_t *error = program_json(program->err);
    assert_str(json_read_str(error, "error"), "configuration");
    assert_str(json_read_str(error, "key"), "lifetime.code_s");
    assert_int_equal(json_array_size(json_object_get(error, "problems")), 1);
    program_run_data(program, "role", "list", "--set", "nothing.here=1");
    assert_exit(program, CLI_CONFIGURATION);
    assert_says(program->err, "nothing.here");
    assert_int_equal(program->opens, 0);
}

static void output_that_cannot_be_written_is_no_success(void **state)
{
    struct program *program = *state;
    program->full = true;
    program_run_data(program, "user", "show", "ada@example.com", "--json");
    assert_exit(program, CLI_FAILED);
    assert_says(program->err, "output could not be written");
    program_run_data(program, "role", "list");
    assert_exit(program, CLI_FAILED);
    program_run_data(program, "scope", "list");
    assert_exit(program, CLI_FAILED);
    program_run_data(program, "keys", "list");
    assert_exit(program, CLI_FAILED);
    program_run_data(program, "migrate", "status");
    assert_exit(program, CLI_FAILED);
}

static void storage_is_opened_as_far_as_needed_and_closed(void **state)
{
    struct program *program = *state;
    program_run_data(program, "role", "list");
    assert_int_equal(program->how, CLI_OPEN_ALL);
    assert_true(program->data_dir);
    assert_int_equal(program->closes, 1);
    program_run_data(program, "migrate", "status");
    assert_int_equal(program->how, CLI_OPEN_MIGRATIONS);
    assert_int_equal(program->closes, 2);
    program_run(program, "role", "list", "--set", "database.url=sqlite:/tmp/t.db", "--set",
        "keys.sealing_key_file=/proc/self/auxv");
    assert_exit(program, CLI_DONE);
    assert_false(program->data_dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        program_test(nothing_at_all_shows_the_help_as_a_mistake),
        program_test(help_lists_every_verb_and_exit_code),
        program_test(help_of_a_verb_lists_its_actions_only),
        program_test(help_of_a_command_needs_no_storage_and_nothing_required),
        program_test(mistyped_verb_is_asked_back),
        program_test(mistyped_action_is_asked_back),
        program_test(commands_of_the_host_stand_beside_the_others),
        program_test(mistyped_option_is_asked_back),
        program_test(secret_as_an_argument_is_refused_and_not_repeated),
        program_test(option_is_given_once_and_with_its_value),
        program_test(value_of_an_option_may_stand_behind_an_equals_sign),
        program_test(value_is_plain_text_and_one_of_the_choices),
        program_test(missing_option_or_operand_is_named),
        program_test(list_has_a_greatest_length),
        program_test(words_that_are_no_plain_text_are_not_repeated),
        program_test(mistake_is_json_on_standard_error_when_asked_for),
        program_test(each_refusal_has_the_exit_code_of_its_kind),
        program_test(storage_that_is_away_busy_or_broken_has_its_exit_code),
        program_test(wrong_setting_is_named_before_anything_is_opened),
        program_test(output_that_cannot_be_written_is_no_success),
        program_test(storage_is_opened_as_far_as_needed_and_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
