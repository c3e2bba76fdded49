#include "unit/cli/program.h"

#include "config/problems.h"

#include <stdio.h>

static result_t prepare_data(void *self, arena_t *arena, str_t dir, str_array_t *presets_out)
{
    (void)self;
    str_t *presets = ARENA_ARRAY(arena, str_t, 3);
    presets[0] = arena_printf(arena, "database.url=sqlite:%.*s/tessera.db", STR_ARG(dir));
    presets[1] = STR("keys.sealing_key_file=/proc/self/auxv"); /* a private regular file */
    presets[2] = STR("issuer=https://localhost:8443");
    *presets_out = (str_array_t){presets, 3};
    return OK;
}

static result_t keys_list(
    void *self, arena_t *arena, const struct cli_key **keys_out, size_t *n_out)
{
    static const struct cli_key key = {STR_INIT("k-1"), "ES256", "active", 0, 86400};
    (void)self;
    (void)arena;
    *keys_out = &key;
    *n_out = 1;
    return fake_account.result;
}

static result_t keys_rotate(void *self, str_t alg, bool at_once, bool *known_out)
{
    struct program *program = self;
    program->rotated = alg;
    program->rotated_at_once = at_once;
    *known_out = program->key_known;
    return fake_account.result;
}

static result_t migrations_status(
    void *self, arena_t *arena, const struct cli_migration **migrations_out, size_t *n_out)
{
    static const struct cli_migration migrations[] = {
        {1, STR_INIT("main_job"), true}, {2, STR_INIT("next"), false}};
    (void)self;
    (void)arena;
    *migrations_out = migrations;
    *n_out = 2;
    return fake_account.result;
}

static result_t migrations_up(void *self, size_t *applied_out)
{
    (void)self;
    *applied_out = 1;
    return fake_account.result;
}

static const struct cli_message message = {
    .id = 7,
    .kind = STR_INIT("mail"),
    .recipient = STR_INIT("a***@example.com"),
    .template = STR_INIT("account_locked"),
    .lang = STR_INIT("en"),
    .state = STR_INIT("dead"),
    .tries = 12,
    .created_at = 0,
    .expires_at = 86400,
    .settled_at = 60,
    .last_error = STR_INIT("550 no such user"),
};

static result_t outbox_list(void *self, arena_t *arena, const struct cli_message_filter *filter,
    const struct cli_message **messages_out, size_t *n_out)
{
    struct program *program = self;
    struct cli_message *messages = ARENA_ARRAY(arena, struct cli_message, CLI_MESSAGES_MAX);
    program->filter = *filter;
    for (*n_out = 0; *n_out < CLI_MESSAGES_MAX && program->messages > 0; (*n_out)++) {
        messages[*n_out] = message;
        messages[*n_out].id = filter->after + (int64_t)*n_out + 1;
        program->messages--;
    }
    *messages_out = messages;
    return fake_account.result;
}

static result_t outbox_find(
    void *self, arena_t *arena, int64_t id, bool unmasked, const struct cli_message **message_out)
{
    (void)arena;
    ((struct program *)self)->filter.unmasked = unmasked;
    *message_out = id == message.id ? &message : NULL;
    return fake_account.result;
}

static result_t outbox_retry(void *self, int64_t id, bool *retried_out)
{
    *retried_out = id == message.id && ((struct program *)self)->may_retry;
    return fake_account.result;
}

static result_t outbox_drop(void *self, int64_t id, bool *found_out)
{
    (void)self;
    *found_out = id == message.id;
    return fake_account.result;
}

static result_t open_services(void *self, arena_t *arena, const struct config *config,
    enum cli_open how, bool data_dir, struct cli_services *services_out)
{
    struct program *program = self;
    (void)config;
    program->opens++;
    program->how = how;
    program->data_dir = data_dir;
    struct account_context *ctx = ARENA_NEW(arena, struct account_context);
    ctx->arena = arena;
    *services_out = (struct cli_services){
        .account = ctx,
        .outbox = {self, outbox_list, outbox_find, outbox_retry, outbox_drop},
        .keys = {self, keys_list, keys_rotate},
        .migrations = {self, migrations_status, migrations_up},
    };
    return program->opened;
}

static void judge(const struct config *config, struct config_problems *problems)
{
    if (str_eq(config->branding.name, STR("Broken")))
        config_problem_add(
            problems, STR("--set"), STR("mail.templates_dir"), "holds a broken letter");
}

static void close_services(void *self)
{
    ((struct program *)self)->closes++;
}

int program_begin(void **state)
{
    struct program *program = calloc(1, sizeof *program);
    static const struct cli_command *const none[] = {NULL};
    fake_account = (struct fake_account){.result = OK, .pages = 1};
    program->opened = OK;
    program->commands = none;
    program->input = "";
    program->key_known = true;
    *state = program;
    return 0;
}

static void forget_output(struct program *program)
{
    free(program->out);
    free(program->err);
    program->out = program->err = NULL;
}

int program_end(void **state)
{
    forget_output(*state);
    free(fake_account.metadata);
    free(*state);
    return 0;
}

static FILE *input_of(const char *text)
{
    FILE *in = tmpfile();
    assert_non_null(in);
    fputs(text, in);
    rewind(in);
    return in;
}

json_t *program_json(const char *text)
{
    json_t *value = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    if (value == NULL)
        fail_msg("no JSON: %s", text);
    return value;
}

void program_run_with(struct program *program, const char *const *argv, int argc)
{
    size_t out_size, err_size;
    forget_output(program);
    struct cli_host host = {
        .self = program,
        .version = "1.2.3",
        .commands = program->commands,
        .prepare_data = prepare_data,
        .open = open_services,
        .close = close_services,
        .judge = judge,
        .environment = program->environment,
        .in = input_of(program->input),
        .out = program->full ? fopen("/dev/full", "w") : open_memstream(&program->out, &out_size),
        .err = open_memstream(&program->err, &err_size),
    };
    program->code = cli_main(&host, argc, argv);
    fclose(host.in);
    fclose(host.out);
    fclose(host.err);
}
