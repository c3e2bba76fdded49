#include "unit/cli/program.h"

#include "base/json_read.h"

static void scope_is_added_listed_and_deleted(void **state)
{
    struct program *program = *state;
    program_run_data(program, "scope", "add", "--name", "orders", "--audience",
        "https://api.example", "--description", "Your orders", "--json");
    assert_exit(program, CLI_DONE);
    assert_str(fake_account.operand, "orders");
    json_auto_t *scope = program_json(program->out);
    assert_str(json_read_str(scope, "audience"), "https://api.example");
    assert_str(json_read_str(scope, "description"), "Your orders");
    program_run_data(program, "scope", "list", "--json");
    json_auto_t *list = program_json(program->out);
    assert_int_equal(json_array_size(json_object_get(list, "items")), 1);
    assert_true(json_is_null(json_object_get(list, "next")));
    program_run_data(program, "scope", "list");
    assert_says(program->out, "orders");
    program_run_data(program, "scope", "delete", "orders");
    assert_exit(program, CLI_DONE);
    assert_says(program->out, "Scope orders is deleted.");
}

static void scope_needs_an_audience_and_a_name_of_its_own(void **state)
{
    struct program *program = *state;
    program_run_data(program, "scope", "add", "--name", "orders");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "--audience URI is missing");
    fake_account.refusal = ACCOUNT_SCOPE_EXISTS;
    program_run_data(program, "scope", "add", "--name", "orders", "--audience", "https://a");
    assert_exit(program, CLI_EXISTS);
    fake_account.refusal = ACCOUNT_SCOPE_STANDARD;
    program_run_data(program, "scope", "add", "--name", "openid", "--audience", "https://a");
    assert_exit(program, CLI_EXISTS);
    assert_says(program->err, "built in");
    fake_account.refusal = ACCOUNT_SCOPE_UNKNOWN;
    program_run_data(program, "scope", "delete", "cake");
    assert_exit(program, CLI_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        program_test(scope_is_added_listed_and_deleted),
        program_test(scope_needs_an_audience_and_a_name_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
