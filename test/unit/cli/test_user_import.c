#include "unit/cli/program.h"

#include "base/json_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void option_that_is_none_is_usage(void **state)
{
    struct program *program = *state;

    program->input = "{}\n";
    program_run_data(program, "user", "import", "--on-existing", "overwrite");
    assert_exit(program, CLI_USAGE);
    program_run_data(program, "user", "import", "people.jsonl");
    assert_exit(program, CLI_USAGE);
    program_run_data(program, "user", "import", "--file", "/nowhere/people.jsonl", "--json");
    assert_exit(program, CLI_USAGE);
    json_auto_t *error = program_json(program->err);
    assert_str(json_read_str(error, "key"), "file");
    assert_int_equal(fake_account.calls, 0);
}

static void refused_line_is_told_with_its_number_and_the_rest_is_added(void **state)
{
    struct program *program = *state;

    fake_account.refusal = ACCOUNT_PERSON_INVALID;
    program->input = "{\"a\":1}\n\n  \n{\"bad\":1}\r\n{\"c\":1}";
    program_run_data(program, "user", "import");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "line 4, x@example.com: colour is no member of a person");
    assert_says(program->err, "1 of 3 people were refused");
    assert_says(program->out, "2 added, 0 updated, 0 skipped, 1 refused");
    assert_int_equal(fake_account.lines, 3);
}

static void exit_code_is_that_of_the_first_refused_line(void **state)
{
    struct program *program = *state;

    fake_account.refusal = ACCOUNT_EMAIL_TAKEN;
    program->input = "{\"bad\":1}\n";
    program_run_data(program, "user", "import");
    assert_exit(program, CLI_EXISTS);
    fake_account.refusal = ACCOUNT_PASSWORD_HASH_REFUSED;
    program->input = "{\"bad\":1}\n";
    program_run_data(program, "user", "import");
    assert_exit(program, CLI_REFUSED);
}

static void problems_are_told_as_json(void **state)
{
    struct program *program = *state;
    int64_t number = 0, refused = 0;

    fake_account.refusal = ACCOUNT_EMAIL_TAKEN;
    program->input = "{\"a\":1}\n{\"bad\":1}\n{\"old\":1}\n";
    program_run_data(program, "user", "import", "--on-existing", "skip", "--json");
    assert_exit(program, CLI_EXISTS);
    assert_int_equal(fake_account.import.existing, ACCOUNT_IMPORT_SKIP);
    json_auto_t *said = program_json(program->out);
    assert_true(json_read_int(said, "refused", &refused) && refused == 1);
    const json_t *problem = json_array_get(json_object_get(said, "problems"), 0);
    assert_true(json_read_int(problem, "line", &number) && number == 2);
    assert_str(json_read_str(problem, "error"), "email_taken");
    assert_str(json_read_str(problem, "email"), "x@example.com");
    json_auto_t *error = program_json(program->err);
    assert_str(json_read_str(error, "error"), "exists");
}

static void storage_that_is_away_says_from_where_nothing_is_done(void **state)
{
    struct program *program = *state;

    fake_account.result = result_fail(RESULT_UNAVAILABLE, "the disk is full");
    program->input = "\n{\"a\":1}\n";
    program_run_data(program, "user", "import");
    assert_exit(program, CLI_UNAVAILABLE);
    assert_says(program->err, "nothing from line 2 on is imported");
    assert_says(program->err, "the disk is full");
}

static void line_that_is_too_long_is_cut_and_the_next_is_read(void **state)
{
    struct program *program = *state;
    size_t len = 300000;
    char *input = malloc(len + 16);

    memset(input, 'x', len);
    memcpy(input + len, "\n{\"b\":1}\n", 10);
    program->input = input;
    program_run_data(program, "user", "import");
    assert_exit(program, CLI_DONE);
    assert_int_equal(fake_account.lines, 2);
    assert_true(fake_account.bytes > 65536 && fake_account.bytes < 65600);
    free(input);
}

static void many_lines_go_in_batches(void **state)
{
    struct program *program = *state;
    enum { LINES = 2 * ACCOUNT_IMPORT_BATCH + 1, LINE = 8 };
    char input[LINES * LINE + 1];

    for (size_t i = 0; i < LINES; i++)
        snprintf(input + i * LINE, LINE + 1, "{\"a\":1}\n");
    program->input = input;
    program_run_data(program, "user", "import", "--dry-run", "--on-existing", "update");
    assert_exit(program, CLI_DONE);
    assert_int_equal(fake_account.calls, 3);
    assert_int_equal(fake_account.lines, LINES);
    assert_true(fake_account.import.dry_run);
    assert_int_equal(fake_account.import.existing, ACCOUNT_IMPORT_UPDATE);
    assert_says(program->out, "Nothing is written");
}

static void file_is_read_in_the_place_of_standard_input(void **state)
{
    struct program *program = *state;
    FILE *file = fopen("people-import-test.jsonl", "w");

    assert_non_null(file);
    fputs("\xEF\xBB\xBF{\"a\":1}\n", file);
    fclose(file);
    program_run_data(program, "user", "import", "--file", "people-import-test.jsonl");
    unlink("people-import-test.jsonl");
    assert_exit(program, CLI_DONE);
    assert_int_equal(fake_account.lines, 1);
    assert_int_equal(fake_account.bytes, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        program_test(option_that_is_none_is_usage),
        program_test(refused_line_is_told_with_its_number_and_the_rest_is_added),
        program_test(exit_code_is_that_of_the_first_refused_line),
        program_test(problems_are_told_as_json),
        program_test(storage_that_is_away_says_from_where_nothing_is_done),
        program_test(line_that_is_too_long_is_cut_and_the_next_is_read),
        program_test(many_lines_go_in_batches),
        program_test(file_is_read_in_the_place_of_standard_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
