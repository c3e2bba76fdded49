#include "app/messages.h"

#include "crypto/random.h"
#include "notify/delivery.h"
#include "notify/outbox.h"

#include <stdlib.h>

enum { ARENA_MAX = 4 * 1024 * 1024 };

struct messages {
    arena_t *arena;
    struct notify_store store;
    struct delivery *delivery;
    const struct outbox *outbox;
};

/* What carries a kind for which no gateway is configured. */
static struct notify_gateway without(bool development, const char *why)
{
    return development ? gateway_catcher : gateway_missing(why);
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
    struct delivery_options options = {
        .store = &messages->store,
        .key = storage->seal,
        .audit = &storage->audit_port,
        .random = &random_system,
        .clock = &clock_system,
        .claim_s = config->outbox.claim_s,
        .keep_text = development,
    };

    add_lane(&options, config, NOTIFY_MAIL, without(development, "no gateway for mail is set up"));
    add_lane(&options, config, NOTIFY_SMS, without(development, "no gateway for SMS is set up"));
    return delivery_start(&options, &messages->delivery);
}

static result_t start(struct messages *messages, const struct storage *storage, bool development)
{
    messages->store = store_notify(storage->db);
    TRY(start_delivery(messages, storage, development));
    return outbox_new(messages->arena,
        &(struct outbox_options){.store = &messages->store,
            .key = storage->seal,
            .random = &random_system,
            .issuer = storage->config->issuer,
            .delivery = messages->delivery},
        &messages->outbox);
}

result_t messages_start(struct storage *storage, bool development, struct messages **messages_out)
{
    struct messages *messages = calloc(1, sizeof *messages);

    if (messages == NULL)
        abort();
    messages->arena = arena_new(ARENA_MAX);
    result_t started = start(messages, storage, development);
    if (!result_ok(started))
        messages_free(&messages);
    *messages_out = messages;
    return started;
}

struct authn_notices messages_notices(const struct messages *messages)
{
    return outbox_notices(messages->outbox);
}

static result_t list(void *self, arena_t *arena, str_t to, int64_t since, json_t **document_out)
{
    return outbox_list(self, arena, to, since, document_out);
}

static result_t clear(void *self)
{
    return outbox_clear(self);
}

struct http_development messages_development(const struct messages *messages, str_t demo_client_id)
{
    return (struct http_development){
        (void *)(uintptr_t)messages->outbox, demo_client_id, list, clear};
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
    arena_free(&messages->arena);
    free(messages);
    *self = NULL;
}
