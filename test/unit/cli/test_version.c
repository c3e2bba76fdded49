#include "unit/cli/program.h"

#include "base/json_read.h"

static void version_is_that_of_the_host(void **state)
{
    struct program *program = *state;
    program_run(program, "version");
    assert_string_equal(program->out, "tessera 1.2.3\n");
    program_run(program, "version", "--json");
    json_auto_t *version = program_json(program->out);
    assert_str(json_read_str(version, "version"), "1.2.3");
    program_run(program, "version", "now");
    assert_exit(program, CLI_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        program_test(version_is_that_of_the_host),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
