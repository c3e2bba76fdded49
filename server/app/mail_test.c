#include "app/mail_test.h"

#include "app/gateways.h"
#include "base/clock.h"
#include "base/json_read.h"
#include "cli/output.h"
#include "crypto/random.h"
#include "notify/letter.h"

struct mail_test_args {
    str_t to;
    str_t lang;
};

enum { ID_BYTES = 16 };

static enum cli_exit load(struct cli *cli)
{
    struct config_problems problems = {.arena = cli->arena};

    cli->sources.purpose = CONFIG_FOR_LOOKING;
    cli->config = config_load(&cli->sources, &problems);
    if (cli->config == NULL)
        return cli_fail_config(cli, &problems);
    if (cli->config->issuer.len == 0)
        return cli_fail(cli, CLI_CONFIGURATION, STR("issuer"), "issuer must be set");
    if (cli->config->mail.url.len == 0)
        return cli_fail(cli, CLI_CONFIGURATION, STR("mail.url"), "mail.url is not set");
    return CLI_DONE;
}

static enum cli_exit write(
    struct cli *cli, const struct mail_test_args *given, struct notify_content *content_out)
{
    const struct config *config = cli->config;
    const struct letter_head head = {
        config->issuer, config->branding.name, config->branding.accent_color};
    struct letters *letters = NULL;
    struct letter letter;
    str_t problem = STR_NONE;
    json_auto_t *view = json_object();

    letter_put_time(view, "at", clock_now_s(&clock_system));
    if (!result_ok(letters_open(config->mail.templates_dir, cli->arena, &problem, &letters)))
        return cli_fail(
            cli, CLI_CONFIGURATION, STR("mail.templates_dir"), "%.*s", STR_ARG(problem));
    result_t written =
        letter_write(cli->arena, letters, &head, "mail_test", given->lang, view, &letter);
    letters_free(&letters);
    CLI_TRY(cli, written);
    *content_out = (struct notify_content){
        .subject = letter.subject, .text = letter.text, .html = letter.html};
    return CLI_DONE;
}

static enum cli_exit tell(struct cli *cli, const struct notify_answer *answer)
{
    str_t said = str_present(answer->said) ? answer->said : STR("nothing");

    if (answer->outcome != NOTIFY_ARRIVED)
        return cli_fail(cli, CLI_FAILED, STR_NONE, "The mail was not taken: %.*s", STR_ARG(said));
    if (!cli->json)
        return cli_print(cli, "The mail server took it: %.*s\n", STR_ARG(said));
    json_t *object = json_object();
    json_object_set_new(object, "delivered", json_true());
    json_put_str(object, "answer", said);
    return cli_print_json(cli, object);
}

static enum cli_exit send(struct cli *cli, const struct mail_test_args *given)
{
    struct gateways gateways;
    struct notify_content content = {0};
    enum cli_exit written = write(cli, given, &content);

    if (written != CLI_DONE)
        return written;
    CLI_TRY(cli, gateways_open(cli->arena, cli->config, &gateways));
    const struct notify_message message = {
        .message_id = random_token(cli->arena, &random_system, ID_BYTES),
        .recipient = given->to,
        .lang = str_from_cstr(letters_language(given->lang)),
    };
    const struct notify_errand errand = {
        .message = &message, .content = &content, .now = clock_now_s(&clock_system)};
    struct notify_answer answer = gateways.mail.deliver(gateways.mail.self, cli->arena, &errand);
    return tell(cli, &answer);
}

static enum cli_exit run(struct cli *cli, const void *args)
{
    enum cli_exit code = load(cli);

    if (code == CLI_DONE)
        code = send(cli, args);
    config_free(&cli->config);
    return code;
}

static const struct cli_option options[] = {
    CLI_OPTION_REQUIRED(struct mail_test_args, to, "to", "ADDRESS", "who gets it"),
    CLI_OPTION_TEXT(struct mail_test_args, lang, "lang", "LANGUAGE", "of the letter (en)"),
};

const struct cli_command mail_test_command = {
    .verb = "mail",
    .action = "test",
    .summary = "Send one mail now, without the outbox, and say what the mail server said",
    .need = CLI_NEEDS_SOURCES,
    CLI_OPTIONS(options),
    .args_size = sizeof(struct mail_test_args),
    .run = run,
};
