#include "unit/cli/program.h"

#include "base/json_read.h"

static void unknown_message_is_not_found(void **state)
{
    struct program *program = *state;
    program_run_data(program, "outbox", "show", "8");
    assert_exit(program, CLI_NOT_FOUND);
    program_run_data(program, "outbox", "show", "seven");
    assert_exit(program, CLI_NOT_FOUND);
    program_run_data(program, "outbox", "retry", "8", "--json");
    assert_exit(program, CLI_NOT_FOUND);
    program_run_data(program, "outbox", "drop", "99999999999999999999");
    assert_exit(program, CLI_NOT_FOUND);
    program_run_data(program, "outbox", "drop", "8");
    assert_exit(program, CLI_NOT_FOUND);
}

static void message_that_cannot_be_sent_again_is_refused(void **state)
{
    struct program *program = *state;
    program_run_data(program, "outbox", "retry", "7");
    assert_exit(program, CLI_REFUSED);
    assert_string_equal(program->out, "");
}

static void only_known_states_and_kinds_are_asked_for(void **state)
{
    struct program *program = *state;
    program_run_data(program, "outbox", "list", "--state", "lost");
    assert_exit(program, CLI_USAGE);
    program_run_data(program, "outbox", "list", "--kind", "fax");
    assert_exit(program, CLI_USAGE);
    program_run_data(program, "outbox", "list", "--state", "dead", "--kind", "sms");
    assert_exit(program, CLI_DONE);
    assert_str(program->filter.state, "dead");
    assert_str(program->filter.kind, "sms");
}

static void recipients_are_masked_unless_asked_for(void **state)
{
    struct program *program = *state;
    program_run_data(program, "outbox", "list");
    assert_false(program->filter.unmasked);
    program_run_data(program, "outbox", "list", "--unmasked");
    assert_true(program->filter.unmasked);
    program_run_data(program, "outbox", "show", "7");
    assert_false(program->filter.unmasked);
    program_run_data(program, "outbox", "show", "7", "--unmasked");
    assert_true(program->filter.unmasked);
}

static void message_is_printed_without_its_text(void **state)
{
    struct program *program = *state;
    program_run_data(program, "outbox", "show", "7", "--json");
    assert_exit(program, CLI_DONE);
    json_auto_t *object = program_json(program->out);
    assert_int_equal(json_object_size(object), 14);
    assert_str(json_read_str(object, "to"), "a***@example.com");
    assert_str(json_read_str(object, "state"), "dead");
    assert_str(json_read_str(object, "settled_at"), "1970-01-01T00:01:00Z");
    assert_true(json_is_null(json_object_get(object, "next_try_at")));
    assert_true(json_is_null(json_object_get(object, "user_id")));
    program_run_data(program, "outbox", "show", "7");
    assert_says(program->out, "550 no such user");
}

static void list_goes_on_past_one_page(void **state)
{
    struct program *program = *state;
    program->messages = CLI_MESSAGES_MAX + 3;
    program_run_data(program, "outbox", "list", "--json");
    assert_exit(program, CLI_DONE);
    json_auto_t *list = program_json(program->out);
    const json_t *items = json_object_get(list, "items");
    assert_int_equal(json_array_size(items), CLI_MESSAGES_MAX + 3);
    int64_t id = 0;
    assert_true(json_read_int(json_array_get(items, CLI_MESSAGES_MAX + 2), "id", &id));
    assert_int_equal(id, CLI_MESSAGES_MAX + 3);
}

static void list_that_cannot_be_written_fails(void **state)
{
    struct program *program = *state;
    program->messages = 3;
    program->full = true;
    program_run_data(program, "outbox", "list");
    assert_exit(program, CLI_FAILED);
}

static void retry_and_drop_say_what_they_did(void **state)
{
    struct program *program = *state;
    program->may_retry = true;
    program_run_data(program, "outbox", "retry", "7");
    assert_exit(program, CLI_DONE);
    assert_says(program->out, "account_locked");
    program_run_data(program, "outbox", "drop", "7", "--json");
    assert_exit(program, CLI_DONE);
    assert_says(program->out, "\"dropped\": true");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        program_test(unknown_message_is_not_found),
        program_test(message_that_cannot_be_sent_again_is_refused),
        program_test(only_known_states_and_kinds_are_asked_for),
        program_test(recipients_are_masked_unless_asked_for),
        program_test(message_is_printed_without_its_text),
        program_test(list_goes_on_past_one_page),
        program_test(list_that_cannot_be_written_fails),
        program_test(retry_and_drop_say_what_they_did),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
