#include "cli/verbs.h"

#include "account/users.h"
#include "base/buf.h"
#include "base/json_read.h"
#include "cli/output.h"

enum { PASSWORD_BYTES = 1024, PAGE_BYTES_MAX = 16 * 1024 * 1024, WORDS_BYTES_MAX = 64 * 1024 };

struct user_add {
    str_t email, given_name, family_name;
    str_array_t roles;
    bool verified, password_stdin;
};

struct user_update {
    str_t email, given_name, family_name, verified;
    str_array_t add_roles, remove_roles;
};

struct user_set_password {
    bool password_stdin;
};

/* --- output --- */

static json_t *to_json(const struct oauth_subject *user)
{
    json_t *object = json_object();
    json_put_str(object, "id", user->id);
    json_put_str(object, "sub", user->id);
    json_put_str(object, "email", user->email);
    json_object_set_new(object, "email_verified", json_boolean(user->email_verified));
    json_put_str(object, "given_name", user->given_name);
    json_put_str(object, "family_name", user->family_name);
    json_object_set_new(object, "enabled", json_boolean(user->enabled));
    json_object_set_new(object, "roles", json_words(user->roles));
    return object;
}

static enum cli_exit print_user(struct cli *cli, const struct oauth_subject *user)
{
    if (cli->json)
        return cli_print_json(cli, to_json(user));
    return cli_print(cli, "%.*s  %.*s  %.*s %.*s%s%s%s%.*s\n", STR_ARG(user->id),
        STR_ARG(user->email), STR_ARG(user->given_name), STR_ARG(user->family_name),
        user->email_verified ? "" : "  unverified", user->enabled ? "" : "  disabled",
        user->roles.len > 0 ? "  roles: " : "", STR_ARG(user->roles));
}

/* --- input --- */

/* Words between spaces; a role with a space in it is two unknown roles. */
static str_t words(struct cli *cli, str_array_t list)
{
    buf_t joined = buf_new(cli->arena, WORDS_BYTES_MAX);
    for (size_t i = 0; i < list.n; i++) {
        if (i > 0)
            buf_put_char(&joined, ' ');
        buf_put(&joined, list.items[i]);
    }
    return list.n > 0 ? buf_str(&joined) : STR_NONE;
}

static enum cli_exit read_password(struct cli *cli, bool by_stdin, str_t *password_out)
{
    if (!by_stdin)
        return cli_fail(cli, CLI_USAGE, STR("password-stdin"),
            "--password-stdin is missing: the password "
            "comes as a line of standard input");
    if (!cli_read_secret(cli, PASSWORD_BYTES, password_out))
        return cli_fail(cli, CLI_USAGE, STR("password-stdin"),
            "Standard input holds no password, or one of more than %d bytes", PASSWORD_BYTES);
    return CLI_DONE;
}

/* --- actions --- */

static enum cli_exit run_add(struct cli *cli, const void *args)
{
    const struct user_add *given = args;
    struct account_new_user new_user = {.email = given->email,
        .given_name = given->given_name,
        .family_name = given->family_name,
        .email_verified = given->verified,
        .roles = words(cli, given->roles)};
    const struct oauth_subject *user;
    enum account_refusal refusal;
    enum cli_exit read = read_password(cli, given->password_stdin, &new_user.password);
    if (read != CLI_DONE)
        return read;
    CLI_TRY(cli, account_user_add(cli->services.account, &new_user, &user, &refusal));
    return refusal == ACCOUNT_DONE ? print_user(cli, user) : cli_fail_refusal(cli, refusal);
}

/* One page, in memory of its own: a list may be longer than fits in memory at once. */
static enum cli_exit list_page(struct cli *cli, arena_t *arena, json_t *items, str_t *after)
{
    struct account_context ctx = *cli->services.account;
    const struct oauth_subject *users;
    size_t n;
    str_t next;
    ctx.arena = arena;
    CLI_TRY(cli, account_user_list(&ctx, *after, 0, &users, &n, &next));
    *after = arena_str(cli->arena, next);
    for (size_t i = 0; i < n; i++) {
        enum cli_exit printed = CLI_DONE;
        if (cli->json)
            json_array_append_new(items, to_json(&users[i]));
        else
            printed = print_user(cli, &users[i]);
        if (printed != CLI_DONE)
            return printed;
    }
    return CLI_DONE;
}

static enum cli_exit run_list(struct cli *cli, const void *args)
{
    json_t *items = json_array();
    str_t after = STR_NONE;
    enum cli_exit listed;
    (void)args;
    do {
        arena_t *page = arena_new(PAGE_BYTES_MAX);
        listed = list_page(cli, page, items, &after);
        arena_free(&page);
    } while (listed == CLI_DONE && str_present(after));
    if (listed == CLI_DONE && cli->json)
        return cli_print_list(cli, items);
    json_decref(items);
    return listed;
}

static enum cli_exit run_show(struct cli *cli, const void *args)
{
    const struct oauth_subject *user;
    (void)args;
    CLI_TRY(cli, account_user_find(cli->services.account, cli->operand, &user));
    return user != NULL ? print_user(cli, user) : cli_fail_refusal(cli, ACCOUNT_USER_UNKNOWN);
}

static enum cli_exit change(struct cli *cli, const struct account_user_change *change)
{
    const struct oauth_subject *user;
    enum account_refusal refusal;
    CLI_TRY(cli, account_user_update(cli->services.account, cli->operand, change, &user, &refusal));
    return refusal == ACCOUNT_DONE ? print_user(cli, user) : cli_fail_refusal(cli, refusal);
}

static enum cli_exit run_update(struct cli *cli, const void *args)
{
    const struct user_update *given = args;
    bool verified = str_eq(given->verified, STR("true"));
    return change(cli, &(struct account_user_change){
                           .email = given->email,
                           .given_name = given->given_name,
                           .family_name = given->family_name,
                           .email_verified = str_present(given->verified) ? &verified : NULL,
                           .add_roles = words(cli, given->add_roles),
                           .remove_roles = words(cli, given->remove_roles),
                       });
}

static enum cli_exit run_disable(struct cli *cli, const void *args)
{
    bool enabled = false;
    (void)args;
    return change(cli, &(struct account_user_change){.enabled = &enabled});
}

static enum cli_exit run_enable(struct cli *cli, const void *args)
{
    bool enabled = true;
    (void)args;
    return change(cli, &(struct account_user_change){.enabled = &enabled});
}

static enum cli_exit run_unlock(struct cli *cli, const void *args)
{
    const struct oauth_subject *user;
    enum account_refusal refusal;
    (void)args;
    CLI_TRY(cli, account_user_unlock(cli->services.account, cli->operand, &user, &refusal));
    return refusal == ACCOUNT_DONE ? print_user(cli, user) : cli_fail_refusal(cli, refusal);
}

static enum cli_exit run_set_password(struct cli *cli, const void *args)
{
    const struct user_set_password *given = args;
    enum account_refusal refusal;
    str_t password;
    enum cli_exit read = read_password(cli, given->password_stdin, &password);
    if (read != CLI_DONE)
        return read;
    CLI_TRY(cli, account_user_set_password(
                     cli->services.account, cli->operand, password, STR_NONE, &refusal));
    if (refusal != ACCOUNT_DONE)
        return cli_fail_refusal(cli, refusal);
    return run_show(cli, NULL);
}

static enum cli_exit run_delete(struct cli *cli, const void *args)
{
    enum account_refusal refusal;
    (void)args;
    CLI_TRY(cli, account_user_delete(cli->services.account, cli->operand, &refusal));
    if (refusal != ACCOUNT_DONE)
        return cli_fail_refusal(cli, refusal);
    if (cli->json)
        return cli_print_json(cli, json_pack("{s:b}", "deleted", 1));
    return cli_print(cli, "%.*s is deleted.\n", STR_ARG(cli->operand));
}

/* --- tables --- */

static const struct cli_option add_options[] = {
    CLI_OPTION_REQUIRED(
        struct user_add, email, "email", "ADDRESS", "what the person signs in with"),
    CLI_OPTION_REQUIRED(struct user_add, given_name, "given-name", "NAME", "first name"),
    CLI_OPTION_REQUIRED(struct user_add, family_name, "family-name", "NAME", "last name"),
    CLI_OPTION_FLAG(struct user_add, verified, "verified", "the address is known to be theirs"),
    CLI_OPTION_LIST(struct user_add, roles, "role", "ROLE", "give this role"),
    CLI_OPTION_FLAG(struct user_add, password_stdin, "password-stdin",
        "read the password, one line, from standard input (must be given)"),
};
static const struct cli_option update_options[] = {
    CLI_OPTION_TEXT(struct user_update, email, "email", "ADDRESS", "a new address"),
    CLI_OPTION_TEXT(struct user_update, given_name, "given-name", "NAME", "first name"),
    CLI_OPTION_TEXT(struct user_update, family_name, "family-name", "NAME", "last name"),
    CLI_OPTION_TEXT(struct user_update, verified, "verified", "true|false",
        "whether the address is known to be theirs"),
    CLI_OPTION_LIST(struct user_update, add_roles, "add-role", "ROLE", "give this role"),
    CLI_OPTION_LIST(struct user_update, remove_roles, "remove-role", "ROLE", "take this role away"),
};
static const struct cli_option set_password_options[] = {
    CLI_OPTION_FLAG(struct user_set_password, password_stdin, "password-stdin",
        "read the password, one line, from standard input (must be given)"),
};

static const struct cli_command add = {
    .verb = "user",
    .action = "add",
    .summary = "Add a person",
    .need = CLI_NEEDS_SERVICES,
    CLI_OPTIONS(add_options),
    .args_size = sizeof(struct user_add),
    .run = run_add,
};
static const struct cli_command list = {
    .verb = "user",
    .action = "list",
    .summary = "List all people",
    .need = CLI_NEEDS_SERVICES,
    .run = run_list,
};
static const struct cli_command show = {
    .verb = "user",
    .action = "show",
    .summary = "Print one person",
    .operand = "ID|EMAIL",
    .need = CLI_NEEDS_SERVICES,
    .run = run_show,
};
static const struct cli_command update = {
    .verb = "user",
    .action = "update",
    .summary = "Change a person's address, names or roles",
    .operand = "ID|EMAIL",
    .need = CLI_NEEDS_SERVICES,
    CLI_OPTIONS(update_options),
    .args_size = sizeof(struct user_update),
    .run = run_update,
};
static const struct cli_command disable = {
    .verb = "user",
    .action = "disable",
    .summary = "Lock a person out and end their sessions and grants",
    .operand = "ID|EMAIL",
    .need = CLI_NEEDS_SERVICES,
    .run = run_disable,
};
static const struct cli_command enable = {
    .verb = "user",
    .action = "enable",
    .summary = "Let a disabled person in again",
    .operand = "ID|EMAIL",
    .need = CLI_NEEDS_SERVICES,
    .run = run_enable,
};
static const struct cli_command unlock = {
    .verb = "user",
    .action = "unlock",
    .summary = "Open an account that wrong passwords locked",
    .operand = "ID|EMAIL",
    .need = CLI_NEEDS_SERVICES,
    .run = run_unlock,
};
static const struct cli_command set_password = {
    .verb = "user",
    .action = "set-password",
    .summary = "Set a person's password and end their sessions and grants",
    .operand = "ID|EMAIL",
    .need = CLI_NEEDS_SERVICES,
    CLI_OPTIONS(set_password_options),
    .args_size = sizeof(struct user_set_password),
    .run = run_set_password,
};
static const struct cli_command delete = {
    .verb = "user",
    .action = "delete",
    .summary = "Delete a person and all that hangs on them",
    .operand = "ID|EMAIL",
    .need = CLI_NEEDS_SERVICES,
    .run = run_delete,
};

const struct cli_command *const cli_user_commands[] = {&add, &list, &show, &update, &disable,
    &enable, &unlock, &set_password, &delete, &cli_user_import, &cli_user_export, NULL};
