#include "cli/output.h"

#include "base/json_read.h"

#include <stdlib.h>
#include <string.h>

enum { MESSAGE_BYTES = 2048 };

static const char *error_name(enum cli_exit code)
{
    switch (code) {
    case CLI_DONE:
        break;
    case CLI_FAILED:
        return "failed";
    case CLI_USAGE:
        return "usage";
    case CLI_CONFIGURATION:
        return "configuration";
    case CLI_NOT_FOUND:
        return "not_found";
    case CLI_EXISTS:
        return "exists";
    case CLI_REFUSED:
        return "refused";
    case CLI_UNAVAILABLE:
        return "unavailable";
    case CLI_INTERNAL:
        return "internal";
    }
    abort(); /* no error */
}

static void write_json(FILE *out, const json_t *value)
{
    char *text = json_dumps(value, JSON_INDENT(2));
    if (text == NULL)
        abort();
    fprintf(out, "%s\n", text);
    free(text);
}

/* Takes `extra` (may be NULL): {"error", "message", "key"?} and what stands in it. */
static enum cli_exit report(
    struct cli *cli, enum cli_exit code, const char *error, str_t key, str_t message, json_t *extra)
{
    json_auto_t *object = json_object();
    if (!cli->json) {
        fprintf(cli->host->err, "tessera: %.*s\n", STR_ARG(message));
    } else {
        json_object_set_new(object, "error", json_string(error));
        json_put_str(object, "message", message);
        json_put_str(object, "key", key);
        if (extra != NULL)
            json_object_update(object, extra);
        write_json(cli->host->err, object);
    }
    json_decref(extra);
    return code;
}

/* A message may repeat a word that was typed: nothing in it moves a terminal's cursor, and JSON can
 * hold it. A message that is cut in the middle of a character loses its other wide ones, too. */
static void make_printable(char *text)
{
    if (str_is_clean_utf8(str_from_cstr(text)))
        return;
    for (; *text != '\0'; text++)
        if (*text < ' ' || *text > '~')
            *text = '?';
}

enum cli_exit cli_fail(struct cli *cli, enum cli_exit code, str_t key, const char *format, ...)
{
    char message[MESSAGE_BYTES];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    make_printable(message);
    if (!str_is_clean_utf8(key))
        key = STR_NONE;
    return report(cli, code, error_name(code), key, str_from_cstr(message), NULL);
}

enum cli_exit cli_fail_result(struct cli *cli, result_t result)
{
    bool away = result.code == RESULT_UNAVAILABLE || result.code == RESULT_BUSY ||
                result.code == RESULT_DAMAGED;
    return cli_fail(cli, away ? CLI_UNAVAILABLE : CLI_FAILED, STR_NONE, "%s", result.what);
}

enum cli_exit cli_exit_of_refusal(enum account_refusal refusal)
{
    static const enum cli_exit codes[] = {
        [ACCOUNT_KIND_NONE] = CLI_INTERNAL,
        [ACCOUNT_KIND_NOT_FOUND] = CLI_NOT_FOUND,
        [ACCOUNT_KIND_EXISTS] = CLI_EXISTS,
        [ACCOUNT_KIND_INVALID] = CLI_USAGE,
        [ACCOUNT_KIND_POLICY] = CLI_REFUSED,
    };
    return codes[account_refusal_text(refusal)->kind];
}

enum cli_exit cli_fail_refusal(struct cli *cli, enum account_refusal refusal)
{
    const struct account_refusal_text *text = account_refusal_text(refusal);
    return report(cli, cli_exit_of_refusal(refusal), text->code, STR_NONE,
        str_from_cstr(text->message), NULL);
}

static str_t problem_text(struct cli *cli, const struct config_problem *problem)
{
    return arena_printf(cli->arena, "%.*s%s%.*s%s%.*s", STR_ARG(problem->place),
        str_present(problem->place) ? ": " : "", STR_ARG(problem->key),
        str_present(problem->key) ? " " : "", STR_ARG(problem->message));
}

static json_t *problems_json(const struct config_problems *problems)
{
    json_t *list = json_array();
    for (size_t i = 0; i < problems->n; i++) {
        json_t *item = json_object();
        json_put_str(item, "key", problems->items[i].key);
        json_put_str(item, "place", problems->items[i].place);
        json_put_str(item, "message", problems->items[i].message);
        json_array_append_new(list, item);
    }
    json_t *extra = json_object();
    json_object_set_new(extra, "problems", list);
    return extra;
}

enum cli_exit cli_fail_config(struct cli *cli, const struct config_problems *problems)
{
    if (cli->json)
        return report(cli, CLI_CONFIGURATION, error_name(CLI_CONFIGURATION), problems->items[0].key,
            problem_text(cli, &problems->items[0]), problems_json(problems));
    for (size_t i = 0; i < problems->n; i++)
        fprintf(cli->host->err, "tessera: %.*s\n", STR_ARG(problem_text(cli, &problems->items[i])));
    if (problems->dropped > 0)
        fprintf(cli->host->err, "tessera: and %zu more\n", problems->dropped);
    return CLI_CONFIGURATION;
}

static enum cli_exit flush(struct cli *cli)
{
    if (fflush(cli->host->out) == 0 && !ferror(cli->host->out))
        return CLI_DONE;
    return cli_fail(cli, CLI_FAILED, STR_NONE, "The output could not be written");
}

enum cli_exit cli_print_json(struct cli *cli, json_t *value)
{
    write_json(cli->host->out, value);
    json_decref(value);
    return flush(cli);
}

enum cli_exit cli_print_list(struct cli *cli, json_t *items)
{
    json_t *list = json_object();
    json_object_set_new(list, "items", items);
    json_object_set_new(list, "next", json_null());
    return cli_print_json(cli, list);
}

enum cli_exit cli_print(struct cli *cli, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(cli->host->out, format, args);
    va_end(args);
    return flush(cli);
}

bool cli_read_secret(struct cli *cli, size_t max, str_t *line_out)
{
    char *line = arena_alloc(cli->arena, max + 1);
    size_t n = 0;
    int c;
    while ((c = getc(cli->host->in)) != EOF && c != '\n') {
        if (n > max)
            return false;
        line[n++] = (char)c;
    }
    if (n > 0 && c == '\n' && line[n - 1] == '\r')
        n--;
    *line_out = (str_t){line, n};
    return n > 0 && n <= max;
}
