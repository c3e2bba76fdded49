#include "unit/cli/program.h"

#include "base/json_read.h"

static void setup_link_is_printed_alone(void **state)
{
    struct program *program = *state;
    program_run_data(program, "admin", "setup-link");
    assert_exit(program, CLI_DONE);
    assert_string_equal(program->out, "https://id.example/ui/setup?token=t\n");
    program_run_data(program, "admin", "setup-link", "--json");
    json_auto_t *link = program_json(program->out);
    assert_str(json_read_str(link, "setup_url"), "https://id.example/ui/setup?token=t");
    int64_t life;
    assert_true(json_read_int(link, "expires_in", &life) && life == ACCOUNT_SETUP_LINK_S);
}

static void setup_link_needs_the_issuer(void **state)
{
    struct program *program = *state;
    program_run(program, "admin", "setup-link", "--set", "database.url=sqlite:/tmp/t.db", "--set",
        "keys.sealing_key_file=/proc/self/auxv");
    assert_exit(program, CLI_CONFIGURATION);
    assert_says(program->err, "issuer");
    assert_int_equal(fake_account.calls, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        program_test(setup_link_is_printed_alone),
        program_test(setup_link_needs_the_issuer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
