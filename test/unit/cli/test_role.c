#include "unit/cli/program.h"

#include "base/json_read.h"

static void role_is_added_listed_and_deleted(void **state)
{
    struct program *program = *state;
    program_run_data(program, "role", "add", "--name", "editor", "--json");
    assert_exit(program, CLI_DONE);
    json_auto_t *role = program_json(program->out);
    assert_str(json_read_str(role, "name"), "editor");
    program_run_data(program, "role", "list", "--json");
    json_auto_t *list = program_json(program->out);
    assert_int_equal(json_array_size(json_object_get(list, "items")), 2);
    program_run_data(program, "role", "list");
    assert_string_equal(program->out, "auditor\nowner\n");
    program_run_data(program, "role", "delete", "editor", "--json");
    json_auto_t *done = program_json(program->out);
    assert_true(json_is_true(json_object_get(done, "deleted")));
}

static void built_in_role_stays(void **state)
{
    struct program *program = *state;
    fake_account.refusal = ACCOUNT_ROLE_BUILT_IN;
    program_run_data(program, "role", "delete", "owner");
    assert_exit(program, CLI_REFUSED);
    fake_account.refusal = ACCOUNT_ROLE_UNKNOWN;
    program_run_data(program, "role", "delete", "cake");
    assert_exit(program, CLI_NOT_FOUND);
    fake_account.refusal = ACCOUNT_ROLE_EXISTS;
    program_run_data(program, "role", "add", "--name", "owner");
    assert_exit(program, CLI_EXISTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        program_test(role_is_added_listed_and_deleted),
        program_test(built_in_role_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
