/* The verbs of a few actions: scope, role, keys, migrate, config, admin, version. */
#include "unit/cli/program.h"

#include "base/json_read.h"
#include "config/print.h"

/* ---- scope and role ---- */

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

/* ---- keys ---- */

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

/* ---- migrate ---- */

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

/* ---- config ---- */

static void sample_and_page_are_those_of_the_table(void **state)
{
    struct program *program = *state;
    arena_t *arena = arena_new(1 << 22);
    program_run(program, "config", "sample");
    assert_exit(program, CLI_DONE);
    assert_str(config_sample(arena), program->out);
    program_run(program, "config", "doc");
    assert_exit(program, CLI_DONE);
    assert_str(config_doc(arena), program->out);
    arena_free(&arena);
}

static void check_says_all_that_is_wrong(void **state)
{
    struct program *program = *state;
    program_run(
        program, "config", "check", "--set", "lifetime.code_s=soon", "--set", "log.level=loud");
    assert_exit(program, CLI_CONFIGURATION);
    assert_says(program->err, "lifetime.code_s");
    assert_says(program->err, "log.level");
    assert_string_equal(program->out, "");
    assert_int_equal(program->opens, 0);
}

static void check_passes_what_a_server_could_start_with(void **state)
{
    struct program *program = *state;
    program_run(program, "config", "check", "--json", "--set", "issuer=https://id.example", "--set",
        "database.url=sqlite:/tmp/t.db", "--set", "keys.sealing_key_file=/proc/self/auxv", "--set",
        "listen=127.0.0.1:8080");
    if (program->code != CLI_DONE)
        fail_msg("%s", program->err);
    json_auto_t *checked = program_json(program->out);
    assert_true(json_is_true(json_object_get(checked, "ok")));
}

static void show_masks_what_is_secret(void **state)
{
    struct program *program = *state;
    program_run(
        program, "config", "show", "--set", "database.url=postgresql://tessera:hunter2@db/tessera");
    assert_exit(program, CLI_DONE);
    assert_says(program->out, "database.url");
    assert_null(strstr(program->out, "hunter2"));
    program_run(program, "config", "show", "--json", "--set",
        "database.url=postgresql://tessera:hunter2@db/tessera");
    json_auto_t *shown = program_json(program->out);
    assert_non_null(json_object_get(shown, "lifetime"));
    assert_null(strstr(program->out, "hunter2"));
}

static void environment_is_read_below_the_command_line(void **state)
{
    struct program *program = *state;
    static const char *const environment[] = {
        "TESSERA__LOG__LEVEL=debug", "TESSERA__LOG__FORMAT=text", NULL};
    program->environment = environment;
    program_run(program, "config", "show", "--json", "--set", "log.level=warn");
    assert_exit(program, CLI_DONE);
    json_auto_t *shown = program_json(program->out);
    const json_t *log = json_object_get(shown, "log");
    assert_str(json_read_str(log, "level"), "warn");
    assert_str(json_read_str(log, "format"), "text");
}

/* ---- admin and version ---- */

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
        program_test(scope_is_added_listed_and_deleted),
        program_test(scope_needs_an_audience_and_a_name_of_its_own),
        program_test(role_is_added_listed_and_deleted),
        program_test(built_in_role_stays),
        program_test(keys_are_listed_with_the_fixed_names),
        program_test(rotate_hands_over_algorithm_and_urgency),
        program_test(rotate_of_an_algorithm_that_does_not_sign_is_not_found),
        program_test(migrations_are_listed_and_applied),
        program_test(sample_and_page_are_those_of_the_table),
        program_test(check_says_all_that_is_wrong),
        program_test(check_passes_what_a_server_could_start_with),
        program_test(show_masks_what_is_secret),
        program_test(environment_is_read_below_the_command_line),
        program_test(setup_link_is_printed_alone),
        program_test(setup_link_needs_the_issuer),
        program_test(version_is_that_of_the_host),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
