#include "cli/parse.h"

#include "base/nearest.h"
#include "cli/output.h"

#include <string.h>

enum { VALUES_MAX = 128 };

/* One option as it was typed. */
struct typed {
    str_t name;  /* without "--" */
    str_t value; /* absent without one */
};

/* A place that an option's value goes to: in the common struct, or in the command's own. */
struct place {
    const struct cli_option *option;
    char *slot;
};

static struct place find(const struct cli_options *options, void *base, str_t name)
{
    for (size_t i = 0; i < options->n; i++)
        if (str_eq(name, str_from_cstr(options->items[i].name)))
            return (struct place){&options->items[i], (char *)base + options->items[i].offset};
    return (struct place){0};
}

static struct cli_options own_options(const struct cli *cli)
{
    return (struct cli_options){cli->command->options, cli->command->n_options};
}

static str_t nearest_option(const struct cli *cli, str_t name)
{
    struct cli_options lists[] = {own_options(cli), cli_common_options(cli->command->need)};
    str_t best = STR_NONE;
    for (size_t list = 0; list < 2; list++)
        for (size_t i = 0; i < lists[list].n; i++)
            best = nearest_of(name, best, str_from_cstr(lists[list].items[i].name));
    return best;
}

static bool names_a_secret(str_t name)
{
    static const str_t words[] = {STR_INIT("password"), STR_INIT("secret"),
        STR_INIT("client-secret"), STR_INIT("token"), STR_INIT("passphrase"),
        STR_INIT("sealing-key")};
    return str_array_has((str_array_t){words, sizeof words / sizeof words[0]}, name);
}

static enum cli_exit refuse_unknown(struct cli *cli, str_t name)
{
    struct cli_options own = own_options(cli);
    str_t by_stdin = arena_printf(cli->arena, "%.*s-stdin", STR_ARG(name));
    if (find(&own, NULL, by_stdin).option != NULL)
        return cli_fail(cli, CLI_USAGE, name,
            "A secret is never an argument, because every user of this machine can read those: "
            "give it to standard input with --%.*s",
            STR_ARG(by_stdin));
    if (names_a_secret(name))
        return cli_fail(cli, CLI_USAGE, name,
            "--%.*s is no option here, and a secret is never an argument", STR_ARG(name));
    str_t meant = nearest_option(cli, name);
    if (str_present(meant))
        return cli_fail(cli, CLI_USAGE, name, "There is no option --%.*s; did you mean --%.*s?",
            STR_ARG(name), STR_ARG(meant));
    return cli_fail(cli, CLI_USAGE, name, "There is no option --%.*s here", STR_ARG(name));
}

/* "a|b|c" allows a, b and c; a word without '|' allows everything. */
static bool is_allowed(const char *choices, str_t value)
{
    str_t rest = str_from_cstr(choices), choice;
    if (!str_contains_char(rest, '|'))
        return true;
    while (str_next(&rest, '|', &choice))
        if (str_eq(choice, value))
            return true;
    return false;
}

static enum cli_exit refuse_value(struct cli *cli, const struct cli_option *option)
{
    return cli_fail(cli, CLI_USAGE, str_from_cstr(option->name), "--%s must be one of: %s",
        option->name, option->value);
}

/* The slots' types follow from the options' kinds (command.h). */
static enum cli_exit put_text(struct cli *cli, const struct place *place, str_t value)
{
    str_t before;
    memcpy(&before, place->slot, sizeof before);
    if (str_present(before))
        return cli_fail(cli, CLI_USAGE, str_from_cstr(place->option->name), "--%s is given twice",
            place->option->name);
    memcpy(place->slot, &value, sizeof value);
    return CLI_DONE;
}

static enum cli_exit put_element(struct cli *cli, const struct place *place, str_t value)
{
    str_array_t list;
    memcpy(&list, place->slot, sizeof list);
    if (list.n == VALUES_MAX)
        return cli_fail(cli, CLI_USAGE, str_from_cstr(place->option->name),
            "--%s is given more than %d times", place->option->name, VALUES_MAX);
    str_t *items = ARENA_ARRAY(cli->arena, str_t, list.n + 1);
    for (size_t i = 0; i < list.n; i++)
        items[i] = list.items[i];
    items[list.n] = value;
    list = (str_array_t){items, list.n + 1};
    memcpy(place->slot, &list, sizeof list);
    return CLI_DONE;
}

static enum cli_exit put_value(struct cli *cli, const struct place *place, str_t value)
{
    const struct cli_option *option = place->option;
    if (!str_is_clean_utf8(value))
        return cli_fail(cli, CLI_USAGE, str_from_cstr(option->name),
            "The value of --%s holds control characters or is not UTF-8", option->name);
    if (!is_allowed(option->value, value))
        return refuse_value(cli, option);
    return option->kind == CLI_LIST ? put_element(cli, place, value) : put_text(cli, place, value);
}

static enum cli_exit put_flag(struct cli *cli, const struct place *place, const struct typed *typed)
{
    bool on = true;
    if (str_present(typed->value))
        return cli_fail(cli, CLI_USAGE, typed->name, "--%s takes no value", place->option->name);
    memcpy(place->slot, &on, sizeof on);
    return CLI_DONE;
}

static struct typed typed_option(const char *argument)
{
    struct typed typed;
    typed.value = str_from(str_from_cstr(argument), 2);
    str_next(&typed.value, '=', &typed.name);
    return typed;
}

/* Takes `argv[*at]`, and the argument behind it where that is its value. */
static enum cli_exit take_option(
    struct cli *cli, const char *const *argv, size_t *at, struct cli_common *common, void *args)
{
    struct typed typed = typed_option(argv[*at]);
    struct cli_options own = own_options(cli), shared = cli_common_options(cli->command->need);
    struct place place = find(&own, args, typed.name);
    if (place.option == NULL)
        place = find(&shared, common, typed.name);
    if (place.option == NULL)
        return refuse_unknown(cli, typed.name);
    if (place.option->kind == CLI_FLAG)
        return put_flag(cli, &place, &typed);
    if (!str_present(typed.value) && argv[*at + 1] != NULL &&
        !str_starts_with(str_from_cstr(argv[*at + 1]), STR("--")))
        typed.value = str_from_cstr(argv[++*at]);
    if (!str_present(typed.value))
        return cli_fail(cli, CLI_USAGE, typed.name, "--%s needs a value: --%s %s",
            place.option->name, place.option->name, place.option->value);
    return put_value(cli, &place, typed.value);
}

static enum cli_exit take_operand(struct cli *cli, const char *argument)
{
    if (cli->command->operand == NULL || str_present(cli->operand))
        return cli_fail(cli, CLI_USAGE, STR_NONE,
            "There is one argument too many (see --help); a secret is never an argument");
    cli->operand = str_from_cstr(argument);
    if (cli->operand.len == 0 || !str_is_clean_utf8(cli->operand))
        return cli_fail(
            cli, CLI_USAGE, STR_NONE, "%s is empty or not plain text", cli->command->operand);
    return CLI_DONE;
}

static enum cli_exit check_required(struct cli *cli, const char *args)
{
    for (size_t i = 0; i < cli->command->n_options; i++) {
        const struct cli_option *option = &cli->command->options[i];
        str_t value;
        if (!option->required)
            continue;
        memcpy(&value, args + option->offset, sizeof value);
        if (!str_present(value))
            return cli_fail(cli, CLI_USAGE, str_from_cstr(option->name), "--%s %s is missing",
                option->name, option->value);
    }
    if (cli->command->operand != NULL && !str_present(cli->operand))
        return cli_fail(cli, CLI_USAGE, STR_NONE, "%s is missing", cli->command->operand);
    return CLI_DONE;
}

enum cli_exit cli_parse(
    struct cli *cli, const char *const *argv, struct cli_common *common, void *args)
{
    for (size_t at = 0; argv[at] != NULL; at++) {
        bool is_option = str_starts_with(str_from_cstr(argv[at]), STR("--"));
        enum cli_exit taken =
            is_option ? take_option(cli, argv, &at, common, args) : take_operand(cli, argv[at]);
        if (taken != CLI_DONE)
            return taken;
    }
    return common->help ? CLI_DONE : check_required(cli, args);
}
