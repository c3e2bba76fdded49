#include "unit/cli/program.h"

#include "base/json_read.h"

static void resource_is_updated_and_listed(void **state)
{
    struct program *program = *state;
    program_run_data(program, "resource", "update", "https://api.example", "--token-typ", "JWT",
        "--token-format", "jwt", "--token-alg", "RS256", "--json");
    assert_exit(program, CLI_DONE);
    assert_str(fake_account.operand, "https://api.example");
    json_auto_t *resource = program_json(program->out);
    assert_str(json_read_str(resource, "token_typ"), "JWT");
    assert_str(json_read_str(resource, "token_format"), "jwt");
    assert_str(json_read_str(resource, "token_alg"), "RS256");
    program_run_data(program, "resource", "list", "--json");
    json_auto_t *list = program_json(program->out);
    const json_t *item = json_array_get(json_object_get(list, "items"), 0);
    assert_str(json_read_str(item, "token_typ"), "JWT");
    assert_null(json_object_get(item, "token_alg"));
    program_run_data(program, "resource", "list");
    assert_says(program->out, "https://api.example  typ JWT  format default  alg default");
}

static void resource_that_is_unknown_or_settings_that_are_wrong_are_refused(void **state)
{
    struct program *program = *state;
    program_run_data(program, "resource", "update");
    assert_exit(program, CLI_USAGE);
    fake_account.refusal = ACCOUNT_RESOURCE_UNKNOWN;
    program_run_data(program, "resource", "update", "https://b", "--token-typ", "JWT");
    assert_exit(program, CLI_NOT_FOUND);
    fake_account.refusal = ACCOUNT_TOKEN_TYP_INVALID;
    program_run_data(program, "resource", "update", "https://b", "--token-typ", "jwt");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "at+jwt");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        program_test(resource_is_updated_and_listed),
        program_test(resource_that_is_unknown_or_settings_that_are_wrong_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
