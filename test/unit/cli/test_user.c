#include "unit/cli/program.h"

#include "base/json_read.h"

#define ADD                                                                                        \
    "user", "add", "--email", "ada@example.com", "--given-name", "Ada", "--family-name", "Byron"

static void add_hands_over_what_was_given(void **state)
{
    struct program *program = *state;
    program->input = "correct horse battery\n";
    program_run_data(
        program, ADD, "--verified", "--role", "owner", "--role", "auditor", "--password-stdin");
    assert_exit(program, CLI_DONE);
    assert_str(fake_account.new_user.email, "ada@example.com");
    assert_str(fake_account.new_user.given_name, "Ada");
    assert_str(fake_account.new_user.family_name, "Byron");
    assert_str(fake_account.new_user.password, "correct horse battery");
    assert_str(fake_account.new_user.roles, "owner auditor");
    assert_true(fake_account.new_user.email_verified);
    assert_says(program->out, "ada@example.com");
    assert_null(strstr(program->out, "battery"));
}

static void person_is_printed_as_json_with_the_fixed_names(void **state)
{
    struct program *program = *state;
    program->input = "secret words\n";
    program_run_data(program, ADD, "--password-stdin", "--json");
    assert_exit(program, CLI_DONE);
    json_auto_t *user = program_json(program->out);
    bool verified = true, enabled = false;
    assert_str(json_read_str(user, "id"), "u-1");
    assert_str(json_read_str(user, "sub"), "u-1");
    assert_str(json_read_str(user, "email"), "ada@example.com");
    assert_true(json_read_bool(user, "email_verified", &verified) && !verified);
    assert_true(json_read_bool(user, "enabled", &enabled) && enabled);
    const json_t *roles = json_read_str_array(user, "roles");
    assert_int_equal(json_array_size(roles), 2);
    assert_str(json_array_str(roles, 1), "auditor");
    assert_false(fake_account.new_user.email_verified);
    assert_false(str_present(fake_account.new_user.roles));
}

static void password_comes_by_standard_input_or_not_at_all(void **state)
{
    struct program *program = *state;
    program_run_data(program, ADD);
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "--password-stdin is missing");
    program_run_data(program, ADD, "--password-stdin");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "holds no password");
    program->input = "\n";
    program_run_data(program, ADD, "--password-stdin", "--json");
    assert_exit(program, CLI_USAGE);
    json_auto_t *error = program_json(program->err);
    assert_str(json_read_str(error, "key"), "password-stdin");
    assert_int_equal(fake_account.calls, 0);
}

static void password_is_one_line_without_its_end(void **state)
{
    struct program *program = *state;
    static const struct {
        const char *input, *password;
    } cases[] = {{"abc", "abc"}, {"abc\n", "abc"}, {"abc\r\n", "abc"}, {" a b \n", " a b "},
        {"abc\ndef\n", "abc"}, {"abc\r", "abc\r"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        program->input = cases[i].input;
        program_run_data(program, "user", "set-password", "ada@example.com", "--password-stdin");
        assert_exit(program, CLI_DONE);
        assert_str(fake_account.password, cases[i].password);
        assert_str(fake_account.operand, "ada@example.com");
    }
}

static void password_has_a_longest_length(void **state)
{
    struct program *program = *state;
    char text[1100];
    memset(text, 'x', sizeof text);
    text[1024] = '\0';
    program->input = text;
    program_run_data(program, "user", "set-password", "ada@example.com", "--password-stdin");
    assert_exit(program, CLI_DONE);
    assert_int_equal(fake_account.password.len, 1024);
    text[1024] = 'x';
    text[1025] = '\0';
    program_run_data(program, "user", "set-password", "ada@example.com", "--password-stdin");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "more than 1024 bytes");
    assert_int_equal(fake_account.calls, 1 + 1); /* set and show of the first */
}

static void show_prints_or_says_that_nobody_is_there(void **state)
{
    struct program *program = *state;
    program_run_data(program, "user", "show", "ada@example.com");
    assert_exit(program, CLI_DONE);
    assert_says(program->out, "Ada Byron");
    assert_says(program->out, "unverified");
    assert_says(program->out, "roles: owner auditor");
    program_run_data(program, "user", "show", "bob@example.com", "--json");
    assert_exit(program, CLI_NOT_FOUND);
    json_auto_t *error = program_json(program->err);
    assert_str(json_read_str(error, "error"), account_refusal_text(ACCOUNT_USER_UNKNOWN)->code);
    assert_string_equal(program->out, "");
}

static void list_follows_all_pages(void **state)
{
    struct program *program = *state;
    fake_account.pages = 3;
    program_run_data(program, "user", "list", "--json");
    assert_exit(program, CLI_DONE);
    json_auto_t *list = program_json(program->out);
    assert_int_equal(json_array_size(json_object_get(list, "items")), 3);
    assert_true(json_is_null(json_object_get(list, "next")));
    assert_int_equal(fake_account.calls, 3);
    fake_account.pages = 0;
    program_run_data(program, "user", "list", "--json");
    json_auto_t *empty = program_json(program->out);
    assert_int_equal(json_array_size(json_object_get(empty, "items")), 0);
    program_run_data(program, "user", "list");
    assert_string_equal(program->out, "");
}

static void update_changes_what_is_named_and_nothing_else(void **state)
{
    struct program *program = *state;
    program_run_data(program, "user", "update", "u-1", "--add-role", "auditor", "--add-role",
        "owner", "--remove-role", "user-admin", "--given-name", "Augusta");
    assert_exit(program, CLI_DONE);
    assert_str(fake_account.operand, "u-1");
    assert_str(fake_account.change.add_roles, "auditor owner");
    assert_str(fake_account.change.remove_roles, "user-admin");
    assert_str(fake_account.change.given_name, "Augusta");
    assert_false(str_present(fake_account.change.email));
    assert_false(str_present(fake_account.change.family_name));
    assert_null(fake_account.change.enabled);
    assert_null(fake_account.change.email_verified);
    program_run_data(program, "user", "update", "u-1", "--verified", "false");
    assert_non_null(fake_account.change.email_verified);
    assert_false(*fake_account.change.email_verified);
}

static void disable_and_enable_change_only_that(void **state)
{
    struct program *program = *state;
    program_run_data(program, "user", "disable", "u-1");
    assert_exit(program, CLI_DONE);
    assert_false(*fake_account.change.enabled);
    assert_false(str_present(fake_account.change.email));
    program_run_data(program, "user", "enable", "u-1");
    assert_exit(program, CLI_DONE);
    assert_true(*fake_account.change.enabled);
    fake_account.refusal = ACCOUNT_LAST_OWNER;
    program_run_data(program, "user", "disable", "u-1");
    assert_exit(program, CLI_REFUSED);
}

static void delete_says_that_it_is_done_or_why_not(void **state)
{
    struct program *program = *state;
    program_run_data(program, "user", "delete", "u-1");
    assert_exit(program, CLI_DONE);
    assert_says(program->out, "u-1 is deleted.");
    program_run_data(program, "user", "delete", "u-1", "--json");
    json_auto_t *done = program_json(program->out);
    assert_true(json_is_true(json_object_get(done, "deleted")));
    fake_account.refusal = ACCOUNT_USER_UNKNOWN;
    program_run_data(program, "user", "delete", "u-2");
    assert_exit(program, CLI_NOT_FOUND);
    fake_account.refusal = ACCOUNT_LAST_OWNER;
    program_run_data(program, "user", "delete", "u-1");
    assert_exit(program, CLI_REFUSED);
}

static void weak_password_and_taken_address_are_refused(void **state)
{
    struct program *program = *state;
    program->input = "x\n";
    fake_account.refusal = ACCOUNT_PASSWORD_TOO_SHORT;
    program_run_data(program, ADD, "--password-stdin");
    assert_exit(program, CLI_REFUSED);
    fake_account.refusal = ACCOUNT_EMAIL_TAKEN;
    program_run_data(program, ADD, "--password-stdin");
    assert_exit(program, CLI_EXISTS);
    fake_account.refusal = ACCOUNT_EMAIL_INVALID;
    program_run_data(program, ADD, "--password-stdin");
    assert_exit(program, CLI_USAGE);
}

static void unlock_names_whom_it_opened(void **state)
{
    struct program *program = *state;
    fake_account.refusal = ACCOUNT_USER_UNKNOWN;
    program_run_data(program, "user", "unlock", "nobody@example.com");
    assert_exit(program, CLI_NOT_FOUND);
    fake_account.refusal = ACCOUNT_DONE;
    program_run_data(program, "user", "unlock", "ada@example.com");
    assert_exit(program, CLI_DONE);
    assert_str(fake_account.operand, "ada@example.com");
    assert_says(program->out, "ada@example.com");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        program_test(unlock_names_whom_it_opened),
        program_test(add_hands_over_what_was_given),
        program_test(person_is_printed_as_json_with_the_fixed_names),
        program_test(password_comes_by_standard_input_or_not_at_all),
        program_test(password_is_one_line_without_its_end),
        program_test(password_has_a_longest_length),
        program_test(show_prints_or_says_that_nobody_is_there),
        program_test(list_follows_all_pages),
        program_test(update_changes_what_is_named_and_nothing_else),
        program_test(disable_and_enable_change_only_that),
        program_test(delete_says_that_it_is_done_or_why_not),
        program_test(weak_password_and_taken_address_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
