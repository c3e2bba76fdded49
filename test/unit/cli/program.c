#include "unit/cli/program.h"

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
        .keys = {self, keys_list, keys_rotate},
        .migrations = {self, migrations_status, migrations_up},
    };
    return program->opened;
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
