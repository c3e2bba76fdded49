#include "notify/delivery.h"

#include "base/log.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
    POLL_S = 1,
    PAUSE_S = 5, /* after a store that is away */
    ARENA_MAX = 8 * 1024 * 1024,
    NAME_BYTES = 6,
    HOST_SIZE = 64,
    CLAIMANT_SIZE = 128,
};

struct lane {
    struct delivery *delivery;
    const struct delivery_lane *options;
    pthread_mutex_t turn; /* of the one thread that looks for the next message */
    pthread_mutex_t lock; /* of the bell */
    pthread_cond_t bell;
    bool rung;
    pthread_t threads[DELIVERY_THREADS_MAX];
    size_t threads_n;
};

struct delivery {
    struct delivery_options options;
    struct attempt_services services;
    struct lane lanes[DELIVERY_LANES_MAX];
    atomic_bool stopping;
    atomic_uint_fast64_t claims;
    char name[CLAIMANT_SIZE / 2];
};

static void ring(struct lane *lane)
{
    pthread_mutex_lock(&lane->lock);
    lane->rung = true;
    pthread_cond_signal(&lane->bell);
    pthread_mutex_unlock(&lane->lock);
}

static void wait_for_bell(struct lane *lane, time_t at_most_s)
{
    struct timespec until;
    int rc = 0;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += at_most_s;
    pthread_mutex_lock(&lane->lock);
    while (!lane->rung && rc == 0)
        rc = pthread_cond_timedwait(&lane->bell, &lane->lock, &until);
    lane->rung = false;
    pthread_mutex_unlock(&lane->lock);
}

static result_t claim(struct lane *lane, arena_t *arena, const struct notify_message **message_out)
{
    struct delivery *self = lane->delivery;
    const struct notify_store *store = self->options.store;
    int64_t now = clock_now_s(self->options.clock);
    uint64_t number = atomic_fetch_add(&self->claims, 1);
    struct notify_claim claim = {
        .kind = str_from_cstr(lane->options->kind),
        .by = arena_printf(arena, "%s-%llu", self->name, (unsigned long long)number),
        .now = now,
        .until = now + self->options.claim_s,
    };

    return store->claim(store->self, arena, &claim, message_out);
}

/* With the turn: the next message, or NULL and how long there is no point in looking again. */
static const struct notify_message *look(struct lane *lane, arena_t *arena, time_t *pause_s_out)
{
    const struct notify_message *message = NULL;
    result_t claimed = claim(lane, arena, &message);

    *pause_s_out = POLL_S;
    if (result_ok(claimed))
        return message;
    log_warn("outbox.claim_failed", log_cstr("kind", lane->options->kind),
        log_cstr("what", claimed.what));
    *pause_s_out = PAUSE_S;
    return NULL;
}

/* Waits for a message, and gives it in an arena of its own. False: it is time to end. */
static bool take(struct lane *lane, arena_t **arena_out, const struct notify_message **message_out)
{
    time_t pause_s;

    *message_out = NULL;
    pthread_mutex_lock(&lane->turn);
    while (!atomic_load(&lane->delivery->stopping) && *message_out == NULL) {
        *arena_out = arena_new(ARENA_MAX);
        *message_out = look(lane, *arena_out, &pause_s);
        if (*message_out != NULL)
            break;
        arena_free(arena_out);
        wait_for_bell(lane, pause_s);
    }
    pthread_mutex_unlock(&lane->turn);
    return *message_out != NULL;
}

static void *run(void *arg)
{
    struct lane *lane = arg;
    const struct delivery_lane *options = lane->options;
    const struct notify_message *message;
    arena_t *arena = NULL;

    while (take(lane, &arena, &message)) {
        attempt_run(
            &lane->delivery->services, &options->gateway, &options->backoff, arena, message);
        arena_free(&arena);
    }
    return NULL;
}

static result_t start_lane(
    struct delivery *self, struct lane *lane, const struct delivery_lane *options)
{
    pthread_condattr_t monotonic;

    lane->delivery = self;
    lane->options = options;
    pthread_mutex_init(&lane->turn, NULL);
    pthread_mutex_init(&lane->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&lane->bell, &monotonic);
    pthread_condattr_destroy(&monotonic);
    for (; lane->threads_n < options->threads; lane->threads_n++)
        if (pthread_create(&lane->threads[lane->threads_n], NULL, run, lane) != 0)
            return result_fail(RESULT_FAILED, "there is no thread for the outbox");
    return OK;
}

/* Names this process among all nodes: an operator sees who holds a message. */
static void name_self(struct delivery *self)
{
    AUTO_ARENA arena = arena_new(1024);
    char host[HOST_SIZE] = "node";

    gethostname(host, sizeof host - 1);
    str_t chance = random_token(arena, self->options.random, NAME_BYTES);
    for (size_t i = 0; host[i] != '\0'; i++)
        if (host[i] <= ' ' || host[i] > '~')
            host[i] = '?';
    snprintf(self->name, sizeof self->name, "%.40s-%.*s", host, STR_ARG(chance));
}

result_t delivery_start(const struct delivery_options *options, struct delivery **delivery_out)
{
    struct delivery *self = calloc(1, sizeof *self);
    result_t started = OK;

    if (self == NULL)
        abort();
    self->options = *options;
    self->services = (struct attempt_services){options->store, options->key, options->audit,
        options->random, options->clock, options->keep_text, &self->stopping};
    name_self(self);
    for (size_t i = 0; i < options->lanes_n && result_ok(started); i++)
        started = start_lane(self, &self->lanes[i], &self->options.lanes[i]);
    if (!result_ok(started))
        delivery_free(&self);
    *delivery_out = self;
    return started;
}

void delivery_wake(struct delivery *self, str_t kind)
{
    for (size_t i = 0; i < self->options.lanes_n; i++)
        if (str_eq(kind, str_from_cstr(self->options.lanes[i].kind)))
            ring(&self->lanes[i]);
}

static void end_threads(struct lane *lane)
{
    for (size_t i = 0; i < lane->threads_n; i++)
        pthread_join(lane->threads[i], NULL);
    lane->threads_n = 0;
}

void delivery_stop(struct delivery *self)
{
    atomic_store(&self->stopping, true);
    for (size_t i = 0; i < self->options.lanes_n; i++)
        if (self->lanes[i].delivery != NULL)
            ring(&self->lanes[i]);
    for (size_t i = 0; i < self->options.lanes_n; i++)
        end_threads(&self->lanes[i]);
}

static void free_lane(struct lane *lane)
{
    if (lane->delivery == NULL)
        return;
    pthread_cond_destroy(&lane->bell);
    pthread_mutex_destroy(&lane->lock);
    pthread_mutex_destroy(&lane->turn);
}

void delivery_free(struct delivery **delivery)
{
    struct delivery *self = *delivery;

    if (self == NULL)
        return;
    delivery_stop(self);
    for (size_t i = 0; i < self->options.lanes_n; i++)
        free_lane(&self->lanes[i]);
    free(self);
    *delivery = NULL;
}
