#include "unit/cli/program.h"

#include "base/json_read.h"
#include "config/print.h"

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

static void check_judges_what_stands_in_the_files(void **state)
{
    struct program *program = *state;
    program_run(program, "config", "check", "--set", "issuer=https://id.example", "--set",
        "database.url=sqlite:/tmp/t.db", "--set", "keys.sealing_key_file=/proc/self/auxv", "--set",
        "branding.name=Broken");
    assert_exit(program, CLI_CONFIGURATION);
    assert_says(program->err, "mail.templates_dir holds a broken letter");
    assert_string_equal(program->out, "");
}

static void check_notes_what_is_perhaps_not_meant(void **state)
{
    struct program *program = *state;
    program_run(program, "config", "check", "--set", "issuer=https://id.example", "--set",
        "database.url=sqlite:/tmp/t.db", "--set", "keys.sealing_key_file=/proc/self/auxv");
    assert_exit(program, CLI_DONE);
    assert_says(program->out, "Note: mail.url is not set");
    program_run(program, "config", "check", "--json", "--set", "issuer=https://id.example", "--set",
        "database.url=sqlite:/tmp/t.db", "--set", "keys.sealing_key_file=/proc/self/auxv", "--set",
        "mail.url=smtp://mail.example", "--set", "mail.from=a@example.com", "--set",
        "mail.starttls=false");
    json_auto_t *checked = program_json(program->out);
    const json_t *notes = json_object_get(checked, "notes");
    assert_int_equal(json_array_size(notes), 1);
    assert_str(json_read_str(json_array_get(notes, 0), "key"), "mail.starttls");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        program_test(sample_and_page_are_those_of_the_table),
        program_test(check_says_all_that_is_wrong),
        program_test(check_judges_what_stands_in_the_files),
        program_test(check_notes_what_is_perhaps_not_meant),
        program_test(check_passes_what_a_server_could_start_with),
        program_test(show_masks_what_is_secret),
        program_test(environment_is_read_below_the_command_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
