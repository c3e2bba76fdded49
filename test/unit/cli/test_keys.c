#include "unit/cli/program.h"

#include "base/json_read.h"

static void keys_are_listed_with_the_fixed_names(void **state)
{
    struct program *program = *state;
    program_run_data(program, "keys", "list", "--json");
    assert_exit(program, CLI_DONE);
    json_auto_t *list = program_json(program->out);
    const json_t *key = json_array_get(json_object_get(list, "items"), 0);
    assert_int_equal(json_object_size(key), 6);
    assert_str(json_read_str(key, "kid"), "k-1");
    assert_str(json_read_str(key, "alg"), "ES256");
    assert_str(json_read_str(key, "use"), "sig");
    assert_str(json_read_str(key, "state"), "active");
    assert_str(json_read_str(key, "created_at"), "1970-01-01T00:00:00Z");
    assert_str(json_read_str(key, "not_after"), "1970-01-02T00:00:00Z");
    program_run_data(program, "keys", "list");
    assert_says(program->out, "1970-01-02T00:00:00Z");
}

static void rotate_hands_over_algorithm_and_urgency(void **state)
{
    struct program *program = *state;
    program_run_data(program, "keys", "rotate");
    assert_exit(program, CLI_DONE);
    assert_false(str_present(program->rotated));
    assert_false(program->rotated_at_once);
    program_run_data(program, "keys", "rotate", "--alg", "ES256", "--now", "--json");
    assert_exit(program, CLI_DONE);
    assert_str(program->rotated, "ES256");
    assert_true(program->rotated_at_once);
    json_auto_t *list = program_json(program->out);
    assert_int_equal(json_array_size(json_object_get(list, "items")), 1);
}

static void rotate_of_an_algorithm_that_does_not_sign_is_not_found(void **state)
{
    struct program *program = *state;
    program->key_known = false;
    program_run_data(program, "keys", "rotate", "--alg", "HS256", "--json");
    assert_exit(program, CLI_NOT_FOUND);
    json_auto_t *error = program_json(program->err);
    assert_str(json_read_str(error, "key"), "alg");
    assert_string_equal(program->out, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        program_test(keys_are_listed_with_the_fixed_names),
        program_test(rotate_hands_over_algorithm_and_urgency),
        program_test(rotate_of_an_algorithm_that_does_not_sign_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
