#include "unit/cli/program.h"

#include "base/json_read.h"

static void migrations_are_listed_and_applied(void **state)
{
    struct program *program = *state;
    program_run_data(program, "migrate", "status", "--json");
    assert_exit(program, CLI_DONE);
    json_auto_t *list = program_json(program->out);
    const json_t *items = json_object_get(list, "items");
    assert_int_equal(json_array_size(items), 2);
    assert_true(json_is_true(json_object_get(json_array_get(items, 0), "applied")));
    assert_true(json_is_false(json_object_get(json_array_get(items, 1), "applied")));
    program_run_data(program, "migrate", "status");
    assert_says(program->out, "0001  applied  main_job");
    assert_says(program->out, "0002  pending  next");
    program_run_data(program, "migrate", "up", "--json");
    json_auto_t *up = program_json(program->out);
    assert_int_equal(json_integer_value(json_object_get(up, "applied")), 1);
    fake_account.result = result_fail(RESULT_UNAVAILABLE, "the database is away");
    program_run_data(program, "migrate", "up");
    assert_exit(program, CLI_UNAVAILABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        program_test(migrations_are_listed_and_applied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
