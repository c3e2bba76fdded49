#include "unit/cli/program.h"

static void full_disk_is_a_failure(void **state)
{
    struct program *program = *state;

    fake_account.pages = 3;
    program->full = true;
    program_run_data(program, "user", "export");
    assert_exit(program, CLI_FAILED);
    assert_int_equal(fake_account.calls, 1);
}

static void storage_that_is_away_is_told(void **state)
{
    struct program *program = *state;

    fake_account.pages = 1;
    fake_account.result = result_fail(RESULT_UNAVAILABLE, "away");
    program_run_data(program, "user", "export");
    assert_exit(program, CLI_UNAVAILABLE);
    assert_string_equal(program->out, "");
}

static void every_page_is_printed_a_line_each_without_hashes(void **state)
{
    struct program *program = *state;

    fake_account.pages = 3;
    program_run_data(program, "user", "export");
    assert_exit(program, CLI_DONE);
    assert_string_equal(program->out, "{\"email\":\"ada@example.com\"}\n"
                                      "{\"email\":\"ada@example.com\"}\n"
                                      "{\"email\":\"ada@example.com\"}\n");
    assert_false(fake_account.with_hashes);
}

static void hashes_must_be_asked_for(void **state)
{
    struct program *program = *state;

    fake_account.pages = 1;
    program_run_data(program, "user", "export", "--with-password-hashes");
    assert_exit(program, CLI_DONE);
    assert_true(fake_account.with_hashes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        program_test(full_disk_is_a_failure),
        program_test(storage_that_is_away_is_told),
        program_test(every_page_is_printed_a_line_each_without_hashes),
        program_test(hashes_must_be_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
