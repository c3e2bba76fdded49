#include "app/messages.h"

#include "app/gateways.h"
#include "crypto/random.h"
#include "notify/delivery.h"
#include "notify/outbox.h"

#include <stdlib.h>

enum { ARENA_MAX = 4 * 1024 * 1024 };

struct messages {
    arena_t *arena;
    struct notify_store store;
    struct authn_store throttles;
    struct logout_gateway logouts;
    struct delivery *delivery;
    struct outbox *outbox;
};

/* A development server catches what has no gateway. */
static void catch_the_rest(const struct config *config, struct gateways *gateways)
{
    if (config->mail.url.len == 0)
        gateways->mail = gateway_catcher;
    if (config->sms.kind == CONFIG_SMS_OFF)
        gateways->sms = gateway_catcher;
}

static void add_lane(struct delivery_options *options, const struct config *config,
    const char *kind, struct notify_gateway gateway)
{
    options->lanes[options->lanes_n++] = (struct delivery_lane){
        .kind = kind,
        .gateway = gateway,
        .backoff = {config->outbox.tries, config->outbox.retry_s, config->outbox.retry_max_s},
        .threads = (size_t)config->outbox.workers,
    };
}

static result_t start_delivery(
    struct messages *messages, const struct storage *storage, bool development)
{
    const struct config *config = storage->config;
    struct gateways gateways;
    struct delivery_options options = {
        .store = &messages->store,
        .key = storage->seal,
        .audit = &storage->audit_port,
        .random = &random_system,
        .clock = &clock_system,
        .claim_s = config->outbox.claim_s,
        .keep_text = development,
    };

    TRY(gateways_open(messages->arena, config, &gateways));
    if (development)
        catch_the_rest(config, &gateways);
    add_lane(&options, config, NOTIFY_MAIL, gateways.mail);
    add_lane(&options, config, NOTIFY_SMS, gateways.sms);
    add_lane(&options, config, NOTIFY_LOGOUT, logout_gateway_port(&messages->logouts));
    return delivery_start(&options, &messages->delivery);
}

static result_t start(struct messages *messages, const struct storage *storage, bool development)
{
    const struct config *config = storage->config;

    messages->store = store_notify(storage->db);
    messages->throttles = store_authn(storage->db);
    TRY(start_delivery(messages, storage, development));
    return outbox_open(
        &(struct outbox_options){.store = &messages->store,
            .key = storage->seal,
            .random = &random_system,
            .head = {config->issuer, config->branding.name, config->branding.accent_color},
            .folder = config->mail.templates_dir,
            .throttles = &messages->throttles,
            .sms_limits = {config->sms.number_daily, config->sms.prefix_daily,
                config->sms.address_daily, config->sms.daily},
            .delivery = messages->delivery},
        &messages->outbox);
}

result_t messages_start(struct storage *storage, bool development,
    const struct logout_gateway *logouts, struct messages **messages_out)
{
    struct messages *messages = calloc(1, sizeof *messages);

    if (messages == NULL)
        abort();
    messages->arena = arena_new(ARENA_MAX);
    messages->logouts = *logouts;
    result_t started = start(messages, storage, development);
    if (!result_ok(started))
        messages_free(&messages);
    *messages_out = messages;
    return started;
}

struct authn_notices messages_notices(struct messages *messages)
{
    return outbox_notices(messages->outbox);
}

struct account_post messages_post(struct messages *messages)
{
    return outbox_post(messages->outbox);
}

static result_t list(void *self, arena_t *arena, str_t to, int64_t since, json_t **document_out)
{
    return outbox_list(self, arena, to, since, document_out);
}

static result_t clear(void *self)
{
    return outbox_clear(self);
}

struct http_development messages_development(struct messages *messages, str_t demo_client_id)
{
    return (struct http_development){messages->outbox, demo_client_id, list, clear};
}

result_t messages_reload(struct messages *messages)
{
    return outbox_reload(messages->outbox);
}

void messages_stop(struct messages *messages)
{
    delivery_stop(messages->delivery);
}

void messages_free(struct messages **self)
{
    struct messages *messages = *self;

    if (messages == NULL)
        return;
    delivery_free(&messages->delivery);
    outbox_close(&messages->outbox);
    arena_free(&messages->arena);
    free(messages);
    *self = NULL;
}
