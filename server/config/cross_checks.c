#include "config/cross_checks.h"

#include "config/address.h"
#include "config/problems.h"
#include "config/settings.h"
#include "config/url.h"

enum { CONNECTIONS_A_WORKER = 120, RSA_STEP_BITS = 1024, SMS_KEY_BYTES_MIN = 32 };

/* A rule looks at settings that are right by themselves; `named` are those, by key. */
struct rule {
    enum config_purpose from; /* this purpose and those after it */
    str_t blamed;
    str_t other; /* absent: only `blamed` is looked at */
    bool (*holds)(const struct config *config);
    const char *message;
};

static bool issuer_is_set(const struct config *config)
{
    return config->issuer.len > 0;
}

static bool database_is_set(const struct config *config)
{
    return config->database.url.len > 0;
}

static bool sealing_key_is_set(const struct config *config)
{
    return config->keys.sealing_key_file.len > 0;
}

static bool listens(const struct config *config)
{
    return config->listen.n > 0;
}

static bool has_cert(const struct config *config)
{
    return config->tls.cert_file.len > 0;
}

static bool cert_has_key(const struct config *config)
{
    return !has_cert(config) || config->tls.key_file.len > 0;
}

static bool key_has_cert(const struct config *config)
{
    return config->tls.key_file.len == 0 || has_cert(config);
}

static bool plain_stays_inside(const struct config *config)
{
    struct address_listen listen;
    if (has_cert(config) || config->proxy.trusted.n > 0)
        return true;
    for (size_t i = 0; i < config->listen.n; i++)
        if (address_listen_parse(config->listen.items[i], &listen) && !listen.loopback)
            return false;
    return true;
}

static bool tls_speaks_https(const struct config *config)
{
    return !has_cert(config) || !str_starts_with(config->issuer, STR("http:"));
}

static bool published_before_rotated(const struct config *config)
{
    return config->keys.publish_s < config->keys.rotate_s;
}

static bool rsa_size_is_common(const struct config *config)
{
    return config->keys.rsa_bits % RSA_STEP_BITS == 0;
}

static bool refresh_ends(const struct config *config)
{
    return config->lifetime.refresh_idle_s <= config->lifetime.refresh_absolute_s;
}

static bool session_ends(const struct config *config)
{
    return config->lifetime.session_idle_s <= config->lifetime.session_max_s;
}

static bool mail_has_a_sender(const struct config *config)
{
    return config->mail.url.len == 0 || config->mail.from.len > 0;
}

static bool mail_user_has_a_password(const struct config *config)
{
    return config->mail.user.len == 0 || config->mail.password.len > 0;
}

static bool mail_password_has_a_user(const struct config *config)
{
    return config->mail.password.len == 0 || config->mail.user.len > 0;
}

static bool mail_password_is_hidden(const struct config *config)
{
    struct url url;
    return config->mail.starttls || config->mail.password.len == 0 ||
           !url_parse(config->mail.url, &url) || str_eq(url.scheme, STR("smtps")) ||
           url_is_loopback(&url);
}

static bool sms_has_an_address(const struct config *config)
{
    return config->sms.kind == CONFIG_SMS_OFF || config->sms.url.len > 0;
}

static bool sms_has_a_secret(const struct config *config)
{
    return config->sms.kind == CONFIG_SMS_OFF || config->sms.secret.len > 0;
}

/* HMAC-SHA256 (RFC 7518, section 3.2): a key shorter than the hash is the weaker of both. */
static bool sms_key_is_long(const struct config *config)
{
    return config->sms.kind != CONFIG_SMS_WEBHOOK || config->sms.secret.len >= SMS_KEY_BYTES_MIN;
}

static bool twilio_has_an_account(const struct config *config)
{
    return config->sms.kind != CONFIG_SMS_TWILIO || config->sms.account.len > 0;
}

static bool twilio_has_a_sender(const struct config *config)
{
    return config->sms.kind != CONFIG_SMS_TWILIO || config->sms.from.len > 0;
}

/* A conversation that is cut off is closed, too. */
static bool claim_outlives_a_mail(const struct config *config)
{
    return config->outbox.claim_s > 2 * config->mail.timeout_s;
}

static bool pauses_grow(const struct config *config)
{
    return config->outbox.retry_s <= config->outbox.retry_max_s;
}

static bool workers_suffice(const struct config *config)
{
    return config->http.connections <= config->http.workers * CONNECTIONS_A_WORKER;
}

static bool management_is_apart(const struct config *config)
{
    return !str_array_has(config->listen, config->management.listen);
}

static const struct rule rules[] = {
    {CONFIG_FOR_STORAGE, STR_INIT("database.url"), {0}, database_is_set, "must be set"},
    {CONFIG_FOR_STORAGE, STR_INIT("keys.sealing_key_file"), {0}, sealing_key_is_set, "must be set"},
    {CONFIG_FOR_SERVING, STR_INIT("issuer"), {0}, issuer_is_set, "must be set"},
    {CONFIG_FOR_SERVING, STR_INIT("listen"), {0}, listens, "must name at least one address"},
    {CONFIG_FOR_SERVING, STR_INIT("tls.cert_file"), STR_INIT("tls.key_file"), cert_has_key,
        "is set without tls.key_file"},
    {CONFIG_FOR_SERVING, STR_INIT("tls.key_file"), STR_INIT("tls.cert_file"), key_has_cert,
        "is set without tls.cert_file"},
    {CONFIG_FOR_SERVING, STR_INIT("listen"), STR_INIT("tls.cert_file"), plain_stays_inside,
        "would serve plain HTTP outside this machine: set tls.cert_file and tls.key_file, or "
        "proxy.trusted if a proxy in front speaks TLS"},
    {CONFIG_FOR_SERVING, STR_INIT("issuer"), STR_INIT("tls.cert_file"), tls_speaks_https,
        "must begin with https:// because tls.cert_file is set"},
    {CONFIG_FOR_SERVING, STR_INIT("management.listen"), STR_INIT("listen"), management_is_apart,
        "must be an address of its own, not one of listen"},
    {CONFIG_FOR_LOOKING, STR_INIT("keys.publish_s"), STR_INIT("keys.rotate_s"),
        published_before_rotated, "must be less than keys.rotate_s"},
    {CONFIG_FOR_LOOKING, STR_INIT("keys.rsa_bits"), {0}, rsa_size_is_common,
        "must be 2048, 3072 or 4096"},
    {CONFIG_FOR_LOOKING, STR_INIT("lifetime.refresh_idle_s"),
        STR_INIT("lifetime.refresh_absolute_s"), refresh_ends,
        "must not be more than lifetime.refresh_absolute_s"},
    {CONFIG_FOR_LOOKING, STR_INIT("lifetime.session_idle_s"), STR_INIT("lifetime.session_max_s"),
        session_ends, "must not be more than lifetime.session_max_s"},
    {CONFIG_FOR_LOOKING, STR_INIT("mail.from"), STR_INIT("mail.url"), mail_has_a_sender,
        "must be set because mail.url is"},
    {CONFIG_FOR_LOOKING, STR_INIT("mail.user"), STR_INIT("mail.password"), mail_user_has_a_password,
        "is set without mail.password"},
    {CONFIG_FOR_LOOKING, STR_INIT("mail.password"), STR_INIT("mail.user"), mail_password_has_a_user,
        "is set without mail.user"},
    {CONFIG_FOR_LOOKING, STR_INIT("mail.starttls"), STR_INIT("mail.url"), mail_password_is_hidden,
        "must be true: mail.password would travel in the clear"},
    {CONFIG_FOR_LOOKING, STR_INIT("sms.url"), STR_INIT("sms.kind"), sms_has_an_address,
        "must be set because sms.kind is"},
    {CONFIG_FOR_LOOKING, STR_INIT("sms.secret"), STR_INIT("sms.kind"), sms_has_a_secret,
        "must be set because sms.kind is"},
    {CONFIG_FOR_LOOKING, STR_INIT("sms.secret"), STR_INIT("sms.kind"), sms_key_is_long,
        "must be 32 characters or more"},
    {CONFIG_FOR_LOOKING, STR_INIT("sms.account"), STR_INIT("sms.kind"), twilio_has_an_account,
        "must be set because sms.kind is twilio"},
    {CONFIG_FOR_LOOKING, STR_INIT("sms.from"), STR_INIT("sms.kind"), twilio_has_a_sender,
        "must be set because sms.kind is twilio"},
    {CONFIG_FOR_LOOKING, STR_INIT("outbox.claim_s"), STR_INIT("mail.timeout_s"),
        claim_outlives_a_mail, "must be more than twice mail.timeout_s"},
    {CONFIG_FOR_LOOKING, STR_INIT("outbox.retry_s"), STR_INIT("outbox.retry_max_s"), pauses_grow,
        "must not be more than outbox.retry_max_s"},
    {CONFIG_FOR_LOOKING, STR_INIT("http.connections"), STR_INIT("http.workers"), workers_suffice,
        "must be at most 120 for each of http.workers"},
};

static bool is_blamed(const struct config_problems *problems, str_t key)
{
    for (size_t i = 0; i < problems->n; i++)
        if (str_present(key) && str_eq(problems->items[i].key, key))
            return true;
    return false;
}

void check_together(
    const struct config *config, enum config_purpose purpose, struct config_problems *problems)
{
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const struct rule *rule = &rules[i];
        if (purpose < rule->from || is_blamed(problems, rule->blamed) ||
            is_blamed(problems, rule->other) || rule->holds(config))
            continue;
        str_t place = config->origins[setting_find(rule->blamed) - settings];
        config_problem_add(problems, place, rule->blamed, "%s", rule->message);
    }
}
