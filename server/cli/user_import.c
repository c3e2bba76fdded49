/* People from another program, as JSON lines: batch by batch, in bounded memory. */
#include "account/import.h"
#include "account/person.h"
#include "base/json_read.h"
#include "cli/output.h"
#include "cli/verbs.h"

#include <errno.h>
#include <string.h>

enum {
    BATCH_BYTES_MAX = 256 * 1024 * 1024, /* what the lines of one batch may come to, often over */
    PROBLEMS_MAX = 1000,                 /* told with --json; without, each is told as it comes */
    LINE_ROOM = ACCOUNT_PERSON_BYTES_MAX + 2,
};

struct user_import {
    str_t file, existing;
    bool dry_run;
};

/* One run: where it stands, and what came of it so far. */
struct import {
    struct cli *cli;
    struct account_import_options options;
    FILE *in;
    char *line; /* LINE_ROOM */
    int64_t number;
    int64_t counts[ACCOUNT_IMPORT_SKIPPED + 1];
    enum cli_exit first_refusal;
    json_t *problems;
};

/* --- reading lines --- */

/* The next line without its end; one that is too long is cut, and what follows it is passed over.
 * False at the end. */
static bool read_line(struct import *import, str_t *line_out)
{
    size_t n = 0;
    int c;

    while ((c = getc(import->in)) != EOF && c != '\n')
        if (n < LINE_ROOM)
            import->line[n++] = (char)c;
    if (n > 0 && n < LINE_ROOM && import->line[n - 1] == '\r')
        n--;
    *line_out = (str_t){import->line, n};
    return n > 0 || c != EOF;
}

static bool is_blank(str_t line)
{
    return str_trim(line).len == 0;
}

static size_t read_batch(struct import *import, arena_t *arena, str_t lines[ACCOUNT_IMPORT_BATCH],
    int64_t numbers[ACCOUNT_IMPORT_BATCH])
{
    static const str_t mark = STR_INIT("\xEF\xBB\xBF");
    size_t n = 0;
    str_t line;

    while (n < ACCOUNT_IMPORT_BATCH && read_line(import, &line)) {
        import->number++;
        if (import->number == 1 && str_starts_with(line, mark))
            line = str_from(line, mark.len);
        if (is_blank(line))
            continue;
        lines[n] = arena_str(arena, line);
        numbers[n++] = import->number;
    }
    return n;
}

/* --- telling --- */

static json_t *problem_json(const struct account_import_outcome *outcome, str_t why, int64_t number)
{
    json_t *problem = json_object();

    json_put_int(problem, "line", number);
    json_put_str(problem, "email", outcome->email);
    json_object_set_new(
        problem, "error", json_string(account_refusal_text(outcome->refusal)->code));
    json_put_str(problem, "message", why);
    return problem;
}

static void tell(
    struct import *import, const struct account_import_outcome *outcome, int64_t number)
{
    const struct account_refusal_text *text = account_refusal_text(outcome->refusal);
    str_t why = str_present(outcome->detail) ? outcome->detail : str_from_cstr(text->message);

    import->counts[outcome->act]++;
    if (outcome->act != ACCOUNT_IMPORT_REFUSED)
        return;
    if (import->first_refusal == CLI_DONE)
        import->first_refusal = cli_exit_of_refusal(outcome->refusal);
    if (!import->cli->json)
        fprintf(import->cli->host->err, "tessera: line %lld%s%.*s: %.*s\n", (long long)number,
            str_present(outcome->email) ? ", " : "", STR_ARG(outcome->email), STR_ARG(why));
    else if (json_array_size(import->problems) < PROBLEMS_MAX)
        json_array_append_new(import->problems, problem_json(outcome, why, number));
}

/* --- the import --- */

static enum cli_exit run_batch(struct import *import, arena_t *arena, size_t *n_out)
{
    struct account_context ctx = *import->cli->services.account;
    struct account_import_outcome outcomes[ACCOUNT_IMPORT_BATCH];
    str_t lines[ACCOUNT_IMPORT_BATCH];
    int64_t numbers[ACCOUNT_IMPORT_BATCH];

    ctx.arena = arena;
    *n_out = read_batch(import, arena, lines, numbers);
    if (*n_out == 0)
        return CLI_DONE;
    result_t imported = account_import(&ctx, &import->options, lines, *n_out, outcomes);
    if (!result_ok(imported) && !import->cli->json)
        fprintf(import->cli->host->err, "tessera: nothing from line %lld on is imported\n",
            (long long)numbers[0]);
    CLI_TRY(import->cli, imported);
    for (size_t i = 0; i < *n_out; i++)
        tell(import, &outcomes[i], numbers[i]);
    return CLI_DONE;
}

static enum cli_exit run_batches(struct import *import)
{
    enum cli_exit done;
    size_t n = 0;

    do {
        arena_t *arena = arena_new(BATCH_BYTES_MAX);
        done = run_batch(import, arena, &n);
        arena_free(&arena);
    } while (done == CLI_DONE && n == ACCOUNT_IMPORT_BATCH);
    if (done == CLI_DONE && ferror(import->in))
        return cli_fail(
            import->cli, CLI_FAILED, STR("file"), "The lines cannot be read: %s", strerror(errno));
    return done;
}

static enum cli_exit print_counts(struct import *import)
{
    const int64_t *counts = import->counts;
    json_t *said;

    if (!import->cli->json)
        return cli_print(import->cli, "%s%lld added, %lld updated, %lld skipped, %lld refused\n",
            import->options.dry_run ? "Nothing is written. It would be: " : "",
            (long long)counts[ACCOUNT_IMPORT_ADDED], (long long)counts[ACCOUNT_IMPORT_UPDATED],
            (long long)counts[ACCOUNT_IMPORT_SKIPPED], (long long)counts[ACCOUNT_IMPORT_REFUSED]);
    said = json_object();
    json_object_set_new(said, "dry_run", json_boolean(import->options.dry_run));
    json_put_int(said, "added", counts[ACCOUNT_IMPORT_ADDED]);
    json_put_int(said, "updated", counts[ACCOUNT_IMPORT_UPDATED]);
    json_put_int(said, "skipped", counts[ACCOUNT_IMPORT_SKIPPED]);
    json_put_int(said, "refused", counts[ACCOUNT_IMPORT_REFUSED]);
    json_object_set(said, "problems", import->problems);
    return cli_print_json(import->cli, said);
}

static enum cli_exit finish(struct import *import)
{
    enum cli_exit printed = print_counts(import);

    if (printed != CLI_DONE || import->first_refusal == CLI_DONE)
        return printed;
    return cli_fail(import->cli, import->first_refusal, STR_NONE,
        "%lld of %lld people were refused", (long long)import->counts[ACCOUNT_IMPORT_REFUSED],
        (long long)(import->counts[ACCOUNT_IMPORT_REFUSED] + import->counts[ACCOUNT_IMPORT_ADDED] +
                    import->counts[ACCOUNT_IMPORT_UPDATED] +
                    import->counts[ACCOUNT_IMPORT_SKIPPED]));
}

static enum account_import_existing existing_of(str_t word)
{
    if (str_eq(word, STR("skip")))
        return ACCOUNT_IMPORT_SKIP;
    return str_eq(word, STR("update")) ? ACCOUNT_IMPORT_UPDATE : ACCOUNT_IMPORT_REFUSE;
}

static enum cli_exit run_import(struct cli *cli, const void *args)
{
    const struct user_import *given = args;
    bool from_file = str_present(given->file) && !str_eq(given->file, STR("-"));
    struct import import = {.cli = cli,
        .options = {existing_of(given->existing), given->dry_run},
        .in = from_file ? fopen(given->file.ptr, "re") : cli->host->in};

    if (import.in == NULL)
        return cli_fail(cli, CLI_USAGE, STR("file"), "%.*s cannot be read: %s",
            STR_ARG(given->file), strerror(errno));
    import.line = arena_alloc(cli->arena, LINE_ROOM);
    import.problems = json_array();
    enum cli_exit done = run_batches(&import);
    if (done == CLI_DONE)
        done = finish(&import);
    json_decref(import.problems);
    if (from_file)
        fclose(import.in);
    return done;
}

/* --- tables --- */

static const struct cli_option import_options[] = {
    CLI_OPTION_TEXT(struct user_import, file, "file", "FILE",
        "one JSON object a line; standard input if it is not given"),
    CLI_OPTION_TEXT(struct user_import, existing, "on-existing", "refuse|skip|update",
        "what to do when somebody has the address already (refuse)"),
    CLI_OPTION_FLAG(struct user_import, dry_run, "dry-run", "judge every line and write nothing"),
};

const struct cli_command cli_user_import = {
    .verb = "user",
    .action = "import",
    .summary = "Add people whom another program knew, with their password hashes",
    .need = CLI_NEEDS_SERVICES,
    CLI_OPTIONS(import_options),
    .args_size = sizeof(struct user_import),
    .run = run_import,
};
