#include "app/gateway_test.h"

#include "app/gateways.h"
#include "authn/phone.h"
#include "base/clock.h"
#include "base/json_read.h"
#include "cli/output.h"
#include "crypto/random.h"
#include "notify/letter.h"

struct gateway_test_args {
    str_t to;
    str_t lang;
};

enum { ID_BYTES = 16 };

/* One message of a kind, as far as it has come. */
struct gateway_test {
    struct cli *cli;
    const struct gateway_test_args *given;
    const char *letter;
    str_t to;
    struct notify_content content;
};

static enum cli_exit load(struct cli *cli)
{
    struct config_problems problems = {.arena = cli->arena};

    cli->sources.purpose = CONFIG_FOR_LOOKING;
    cli->config = config_load(&cli->sources, &problems);
    if (cli->config == NULL)
        return cli_fail_config(cli, &problems);
    if (cli->config->issuer.len == 0)
        return cli_fail(cli, CLI_CONFIGURATION, STR("issuer"), "issuer must be set");
    return CLI_DONE;
}

static enum cli_exit write(struct gateway_test *test)
{
    struct cli *cli = test->cli;
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
        letter_write(cli->arena, letters, &head, test->letter, test->given->lang, view, &letter);
    letters_free(&letters);
    CLI_TRY(cli, written);
    test->content = (struct notify_content){
        .subject = letter.subject, .text = letter.text, .html = letter.html};
    return CLI_DONE;
}

static enum cli_exit tell(struct cli *cli, const struct notify_answer *answer)
{
    str_t said = str_present(answer->said) ? answer->said : STR("nothing");

    if (answer->outcome != NOTIFY_ARRIVED)
        return cli_fail(
            cli, CLI_FAILED, STR_NONE, "The message was not taken: %.*s", STR_ARG(said));
    if (!cli->json)
        return cli_print(cli, "The gateway took it: %.*s\n", STR_ARG(said));
    json_t *object = json_object();
    json_object_set_new(object, "delivered", json_true());
    json_put_str(object, "answer", said);
    return cli_print_json(cli, object);
}

static enum cli_exit send(struct gateway_test *test, const struct notify_gateway *gateway)
{
    struct cli *cli = test->cli;
    enum cli_exit written = write(test);

    if (written != CLI_DONE)
        return written;
    const struct notify_message message = {
        .message_id = random_token(cli->arena, &random_system, ID_BYTES),
        .recipient = test->to,
        .lang = str_from_cstr(letters_language(test->given->lang)),
    };
    const struct notify_errand errand = {
        .message = &message, .content = &test->content, .now = clock_now_s(&clock_system)};
    struct notify_answer answer = gateway->deliver(gateway->self, cli->arena, &errand);
    return tell(cli, &answer);
}

static enum cli_exit test_mail(struct cli *cli, const struct gateway_test_args *given)
{
    struct gateway_test test = {.cli = cli, .given = given, .letter = "mail_test", .to = given->to};
    struct gateways gateways;

    if (cli->config->mail.url.len == 0)
        return cli_fail(cli, CLI_CONFIGURATION, STR("mail.url"), "mail.url is not set");
    CLI_TRY(cli, gateways_open(cli->arena, cli->config, &gateways));
    return send(&test, &gateways.mail);
}

static enum cli_exit test_sms(struct cli *cli, const struct gateway_test_args *given)
{
    struct gateway_test test = {.cli = cli, .given = given, .letter = "sms_test"};
    struct gateways gateways;

    if (cli->config->sms.kind == CONFIG_SMS_OFF)
        return cli_fail(cli, CLI_CONFIGURATION, STR("sms.kind"), "sms.kind is off");
    if (!authn_phone_canonical(cli->arena, given->to, &test.to))
        return cli_fail(cli, CLI_USAGE, STR("to"),
            "The number must be one with its country code, such as +491701234567");
    CLI_TRY(cli, gateways_open(cli->arena, cli->config, &gateways));
    return send(&test, &gateways.sms);
}

static enum cli_exit run_mail(struct cli *cli, const void *args)
{
    enum cli_exit code = load(cli);

    if (code == CLI_DONE)
        code = test_mail(cli, args);
    config_free(&cli->config);
    return code;
}

static enum cli_exit run_sms(struct cli *cli, const void *args)
{
    enum cli_exit code = load(cli);

    if (code == CLI_DONE)
        code = test_sms(cli, args);
    config_free(&cli->config);
    return code;
}

static const struct cli_option mail_options[] = {
    CLI_OPTION_REQUIRED(struct gateway_test_args, to, "to", "ADDRESS", "who gets it"),
    CLI_OPTION_TEXT(struct gateway_test_args, lang, "lang", "LANGUAGE", "of the letter (en)"),
};
static const struct cli_option sms_options[] = {
    CLI_OPTION_REQUIRED(struct gateway_test_args, to, "to", "NUMBER", "who gets it"),
    CLI_OPTION_TEXT(struct gateway_test_args, lang, "lang", "LANGUAGE", "of the text (en)"),
};

const struct cli_command mail_test_command = {
    .verb = "mail",
    .action = "test",
    .summary = "Send one mail now, without the outbox, and say what the mail server said",
    .need = CLI_NEEDS_SOURCES,
    CLI_OPTIONS(mail_options),
    .args_size = sizeof(struct gateway_test_args),
    .run = run_mail,
};
const struct cli_command sms_test_command = {
    .verb = "sms",
    .action = "test",
    .summary = "Send one SMS now, without the outbox, and say what the gateway said",
    .need = CLI_NEEDS_SOURCES,
    CLI_OPTIONS(sms_options),
    .args_size = sizeof(struct gateway_test_args),
    .run = run_sms,
};
