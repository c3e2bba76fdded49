#include "unit/cli/program.h"

#include "base/json_read.h"

#include <unistd.h>

static void options_become_members_of_rfc_7591(void **state)
{
    struct program *program = *state;
    program_run_data(program, "client", "add", "--type", "spa", "--name", "Shop", "--redirect-uri",
        "https://a/cb", "--redirect-uri", "https://b/cb", "--post-logout-redirect-uri",
        "https://a/", "--grant", "authorization_code", "--auth-method", "none", "--scope", "openid",
        "--scope", "email", "--require-pkce", "false", "--require-consent", "true");
    assert_exit(program, CLI_DONE);
    assert_int_equal(fake_account.type, CLIENT_SPA);
    assert_string_equal(fake_account.metadata,
        "{\"client_name\":\"Shop\",\"grant_types\":[\"authorization_code\"],"
        "\"post_logout_redirect_uris\":[\"https://a/\"],"
        "\"redirect_uris\":[\"https://a/cb\",\"https://b/cb\"],\"require_consent\":true,"
        "\"require_pkce\":false,\"scope\":\"openid email\","
        "\"token_endpoint_auth_method\":\"none\"}");
}

static void what_is_not_said_is_not_sent(void **state)
{
    struct program *program = *state;
    program_run_data(program, "client", "add", "--type", "machine", "--name", "Robot");
    assert_exit(program, CLI_DONE);
    assert_int_equal(fake_account.type, CLIENT_MACHINE);
    assert_string_equal(fake_account.metadata, "{\"client_name\":\"Robot\"}");
    program_run_data(program, "client", "update", "c-1");
    assert_string_equal(fake_account.metadata, "{}");
    assert_null(fake_account.change.enabled);
}

static void client_is_printed_with_its_secret_this_once(void **state)
{
    struct program *program = *state;
    program_run_data(program, "client", "add", "--type", "web", "--name", "Shop", "--json");
    assert_exit(program, CLI_DONE);
    json_auto_t *added = program_json(program->out);
    assert_str(json_read_str(added, "client_id"), "c-1");
    assert_str(json_read_str(added, "type"), "web");
    assert_str(json_read_str(added, "client_name"), "Shop");
    assert_str(json_read_str(added, "client_secret"), "s3cret");
    assert_non_null(json_object_get(added, "client_secret_expires_at"));
    assert_int_equal(json_array_size(json_object_get(added, "redirect_uris")), 1);

    program_run_data(program, "client", "show", "c-1", "--json");
    assert_exit(program, CLI_DONE);
    json_auto_t *shown = program_json(program->out);
    assert_null(json_object_get(shown, "client_secret"));
    assert_null(json_object_get(shown, "client_secret_expires_at"));

    program_run_data(program, "client", "add", "--type", "web", "--name", "Shop");
    assert_says(program->out, "Secret, shown this once: s3cret");
    program_run_data(program, "client", "show", "c-1");
    assert_null(strstr(program->out, "ecret"));
}

static void client_that_is_not_there_is_not_found(void **state)
{
    struct program *program = *state;
    program_run_data(program, "client", "show", "c-2");
    assert_exit(program, CLI_NOT_FOUND);
    fake_account.refusal = ACCOUNT_CLIENT_UNKNOWN;
    program_run_data(program, "client", "update", "c-2", "--name", "x");
    assert_exit(program, CLI_NOT_FOUND);
    program_run_data(program, "client", "rotate-secret", "c-2");
    assert_exit(program, CLI_NOT_FOUND);
    program_run_data(program, "client", "delete", "c-2");
    assert_exit(program, CLI_NOT_FOUND);
}

static void wrong_metadata_names_the_member_and_the_reason(void **state)
{
    struct program *program = *state;
    fake_account.refusal = ACCOUNT_METADATA_INVALID;
    program_run_data(
        program, "client", "add", "--type", "web", "--name", "S", "--redirect-uri", "http://a");
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, "redirect_uris must be https");
    program_run_data(program, "client", "update", "c-1", "--redirect-uri", "http://a", "--json");
    assert_exit(program, CLI_USAGE);
    json_auto_t *error = program_json(program->err);
    assert_str(json_read_str(error, "key"), "redirect_uris");
    assert_string_equal(program->out, "");
}

static void update_sends_the_changes_and_the_switch(void **state)
{
    struct program *program = *state;
    program_run_data(program, "client", "update", "c-1", "--enabled", "false", "--name", "New");
    assert_exit(program, CLI_DONE);
    assert_str(fake_account.operand, "c-1");
    assert_string_equal(fake_account.metadata, "{\"client_name\":\"New\"}");
    assert_non_null(fake_account.change.enabled);
    assert_false(*fake_account.change.enabled);
    program_run_data(program, "client", "update", "c-1", "--enabled", "perhaps");
    assert_exit(program, CLI_USAGE);
    program_run_data(program, "client", "update", "c-1", "--type", "spa");
    assert_exit(program, CLI_USAGE);
}

static void rotated_secret_is_printed_alone(void **state)
{
    struct program *program = *state;
    program_run_data(program, "client", "rotate-secret", "c-1", "--json");
    assert_exit(program, CLI_DONE);
    json_auto_t *rotated = program_json(program->out);
    assert_int_equal(json_object_size(rotated), 2);
    assert_str(json_read_str(rotated, "client_id"), "c-1");
    assert_str(json_read_str(rotated, "client_secret"), "n3w");
    fake_account.refusal = ACCOUNT_CLIENT_WITHOUT_SECRET;
    program_run_data(program, "client", "rotate-secret", "c-1");
    assert_exit(program, CLI_REFUSED);
    assert_null(strstr(program->out, "n3w"));
}

static void list_follows_all_pages_without_secrets(void **state)
{
    struct program *program = *state;
    fake_account.pages = 3;
    program_run_data(program, "client", "list", "--json");
    assert_exit(program, CLI_DONE);
    json_auto_t *list = program_json(program->out);
    assert_int_equal(json_array_size(json_object_get(list, "items")), 3);
    assert_null(strstr(program->out, "client_secret"));
    program_run_data(program, "client", "list");
    assert_says(program->out, "Shop");
}

static void delete_says_that_it_is_done(void **state)
{
    struct program *program = *state;
    program_run_data(program, "client", "delete", "c-1");
    assert_exit(program, CLI_DONE);
    assert_says(program->out, "Client c-1 is deleted.");
    assert_str(fake_account.operand, "c-1");
}

/* ---- --metadata-file ---- */

static char path[64];

static void put_file(const char *text)
{
    snprintf(path, sizeof path, "/tmp/tessera-client-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
}

static void add_from_file(struct program *program)
{
    const char *argv[] = {"tessera", "client", "add", "--type", "web", "--name", "Above", "--data",
        "./d", "--metadata-file", path, NULL};
    program_run_with(program, argv, 11);
    unlink(path);
}

static void options_stand_above_the_file(void **state)
{
    put_file("{\"client_name\":\"Below\",\"logo_uri\":\"https://a/l.png\"}");
    add_from_file(*state);
    assert_exit((struct program *)*state, CLI_DONE);
    assert_string_equal(
        fake_account.metadata, "{\"client_name\":\"Above\",\"logo_uri\":\"https://a/l.png\"}");
}

static void file_that_is_no_json_object_is_refused(void **state)
{
    struct program *program = *state;
    static const char *const texts[] = {
        "", "[]", "x", "{\"a\":1", "{\"a\":1,\"a\":2}", "{\"a\":\"\\u0000\"}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        put_file(texts[i]);
        add_from_file(program);
        assert_exit(program, CLI_USAGE);
        assert_int_equal(fake_account.calls, 0);
    }
    add_from_file(program); /* it is gone */
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, path);
}

static void keys_become_members(void **state)
{
    struct program *program = *state;
    static const struct {
        const char *text, *metadata;
    } files[] = {{"{\"keys\":[]}", "{\"jwks\":{\"keys\":[]},\"jwks_uri\":null}"},
        {"{\"kty\":\"OKP\"}", "{\"jwks\":{\"keys\":[{\"kty\":\"OKP\"}]},\"jwks_uri\":null}"}};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        put_file(files[i].text);
        program_run_with(program,
            (const char *[]){
                "tessera", "client", "update", "c1", "--data", "./d", "--jwks-file", path, NULL},
            8);
        unlink(path);
        assert_exit(program, CLI_DONE);
        assert_string_equal(fake_account.metadata, files[i].metadata);
    }
    program_run_with(program,
        (const char *[]){"tessera", "client", "update", "c1", "--data", "./d", "--jwks-uri",
            "https://a/k", NULL},
        8);
    assert_exit(program, CLI_DONE);
    assert_string_equal(fake_account.metadata, "{\"jwks\":null,\"jwks_uri\":\"https://a/k\"}");
}

static void keys_from_two_places_are_refused(void **state)
{
    struct program *program = *state;
    put_file("{\"keys\":[]}");
    program_run_with(program,
        (const char *[]){"tessera", "client", "update", "c1", "--data", "./d", "--jwks-file", path,
            "--jwks-uri", "https://a/k", NULL},
        10);
    unlink(path);
    assert_exit(program, CLI_USAGE);
    assert_int_equal(fake_account.calls, 0);
    program_run_with(program,
        (const char *[]){
            "tessera", "client", "update", "c1", "--data", "./d", "--jwks-file", path, NULL},
        8);
    assert_exit(program, CLI_USAGE);
    assert_says(program->err, path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        program_test(options_become_members_of_rfc_7591),
        program_test(what_is_not_said_is_not_sent),
        program_test(client_is_printed_with_its_secret_this_once),
        program_test(client_that_is_not_there_is_not_found),
        program_test(wrong_metadata_names_the_member_and_the_reason),
        program_test(update_sends_the_changes_and_the_switch),
        program_test(rotated_secret_is_printed_alone),
        program_test(list_follows_all_pages_without_secrets),
        program_test(delete_says_that_it_is_done),
        program_test(options_stand_above_the_file),
        program_test(keys_become_members),
        program_test(keys_from_two_places_are_refused),
        program_test(file_that_is_no_json_object_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
