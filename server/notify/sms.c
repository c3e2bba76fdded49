#include "notify/sms.h"

#include "base/form.h"
#include "base/json_read.h"
#include "crypto/digest.h"
#include "notify/http_post.h"

#include <curl/curl.h>

enum { FORM_MAX = 16 * 1024, SAID_MAX = 200 };

struct sms {
    struct sms_settings settings;
    const char *url;
};

result_t sms_open(arena_t *arena, const struct sms_settings *settings, const struct sms **sms_out)
{
    struct sms *sms = ARENA_NEW(arena, struct sms);
    str_t url = settings->url;

    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return result_fail(RESULT_FAILED, "libcurl does not start");
    while (settings->kind == SMS_TWILIO && str_ends_with(url, STR("/")))
        url.len--;
    sms->settings = *settings;
    sms->url = settings->kind == SMS_TWILIO
                   ? arena_printf(arena, "%.*s/2010-04-01/Accounts/%.*s/Messages.json",
                         STR_ARG(url), STR_ARG(settings->account))
                         .ptr
                   : arena_cstr(arena, url);
    *sms_out = sms;
    return OK;
}

/* --- the webhook --- */

static const char *signature(arena_t *arena, str_t secret, str_t body, int64_t now)
{
    uint8_t mac[DIGEST_SHA256_BYTES];
    char hex[2 * DIGEST_SHA256_BYTES + 1];
    str_t signed_ = arena_printf(arena, "%lld.%.*s", (long long)now, STR_ARG(body));

    digest_hmac_sha256(secret.ptr, secret.len, signed_, mac);
    for (size_t i = 0; i < sizeof mac; i++)
        snprintf(hex + 2 * i, 3, "%02x", mac[i]);
    return arena_printf(arena, "X-Tessera-Signature: t=%lld,v1=%s", (long long)now, hex).ptr;
}

static struct http_post webhook(
    const struct sms *sms, arena_t *arena, const struct notify_errand *errand)
{
    json_auto_t *object = json_object();

    json_put_str(object, "id", errand->message->message_id);
    json_put_str(object, "to", errand->message->recipient);
    json_put_str(object, "text", errand->content->text);
    str_t body = json_write(arena, object);
    return (struct http_post){.url = sms->url,
        .content_type = "application/json",
        .body = body,
        .header = signature(arena, sms->settings.secret, body, errand->now)};
}

/* --- Twilio's shape --- */

static struct http_post twilio(
    const struct sms *sms, arena_t *arena, const struct notify_errand *errand)
{
    buf_t form = buf_new(arena, FORM_MAX);
    bool service = str_starts_with(sms->settings.from, STR("MG"));

    form_put(&form, STR("To"), errand->message->recipient);
    form_put(&form, service ? STR("MessagingServiceSid") : STR("From"), sms->settings.from);
    form_put(&form, STR("Body"), errand->content->text);
    return (struct http_post){.url = sms->url,
        .content_type = "application/x-www-form-urlencoded",
        .body = buf_str(&form),
        .user = sms->settings.account.ptr,
        .password = sms->settings.secret.ptr};
}

/* --- what came of it --- */

/* Other than the message, our own sign-in (401, 403) and address (3xx, 404) can be mended by the
 * operator; a timeout and a limit pass. */
static bool may_pass(int status)
{
    return status >= 500 || status < 400 || status == 401 || status == 403 || status == 404 ||
           status == 408 || status == 425 || status == 429;
}

static struct notify_answer judge(arena_t *arena, const struct http_post_answer *answer)
{
    if (answer->failure != NULL)
        return (struct notify_answer){NOTIFY_FAILED, str_from_cstr(answer->failure)};
    json_auto_t *body = json_read_object(answer->body, HTTP_POST_BODY_MAX);
    str_t message = str_first(json_read_str(body, "message"), SAID_MAX);
    str_t said = arena_printf(
        arena, "status %d%s%.*s", answer->status, message.len > 0 ? ": " : "", STR_ARG(message));

    if (answer->status >= 200 && answer->status < 300)
        return (struct notify_answer){NOTIFY_ARRIVED, said};
    return (struct notify_answer){may_pass(answer->status) ? NOTIFY_FAILED : NOTIFY_REFUSED, said};
}

static struct notify_answer deliver(void *self, arena_t *arena, const struct notify_errand *errand)
{
    const struct sms *sms = self;
    struct http_post_answer answer;

    if (errand->content == NULL || !str_present(errand->content->text))
        return (struct notify_answer){NOTIFY_REFUSED, STR("there is no text to send")};
    struct http_post post =
        sms->settings.kind == SMS_TWILIO ? twilio(sms, arena, errand) : webhook(sms, arena, errand);
    http_post(arena, &post, &answer);
    return judge(arena, &answer);
}

struct notify_gateway sms_gateway(const struct sms *sms)
{
    return (struct notify_gateway){(void *)(uintptr_t)sms, deliver};
}
