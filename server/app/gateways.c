#include "app/gateways.h"

#include "base/uri.h"
#include "notify/mail.h"
#include "notify/sms.h"

/* What we call ourselves to other servers; the issuer was judged when it was loaded. */
static str_t own_host(const struct config *config)
{
    struct uri issuer;

    return uri_parse(config->issuer, &issuer) ? issuer.host : STR("localhost");
}

static result_t open_mail(
    arena_t *arena, const struct config *config, struct notify_gateway *gateway_out)
{
    const struct mail_settings settings = {
        .url = config->mail.url,
        .from = config->mail.from,
        .user = config->mail.user,
        .password = config->mail.password,
        .ca_file = config->mail.ca_file,
        .plain = !config->mail.starttls,
        .host = own_host(config),
        .time_s = config->mail.timeout_s,
    };
    const struct mail *mail;

    *gateway_out = gateway_missing("mail.url is not set");
    if (config->mail.url.len == 0)
        return OK;
    TRY(mail_open(arena, &settings, &mail));
    *gateway_out = mail_gateway(mail);
    return OK;
}

static result_t open_sms(
    arena_t *arena, const struct config *config, struct notify_gateway *gateway_out)
{
    bool twilio = config->sms.kind == CONFIG_SMS_TWILIO;
    const struct sms_settings settings = {
        .kind = twilio ? SMS_TWILIO : SMS_WEBHOOK,
        .url = config->sms.url,
        .secret = config->sms.secret,
        .account = config->sms.account,
        .from = config->sms.from,
    };
    const struct sms *sms;

    *gateway_out = gateway_missing("sms.kind is off");
    if (config->sms.kind == CONFIG_SMS_OFF)
        return OK;
    TRY(sms_open(arena, &settings, &sms));
    *gateway_out = sms_gateway(sms);
    return OK;
}

result_t gateways_open(arena_t *arena, const struct config *config, struct gateways *gateways_out)
{
    TRY(open_sms(arena, config, &gateways_out->sms));
    return open_mail(arena, config, &gateways_out->mail);
}
