#include "oauth/registry.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_MAX = 64 * 1024 * 1024 };

/* Everything known of one generation. Filled while it is used, never changed. */
struct oauth_registered {
    atomic_int holders; /* the registry, and each request that looked */
    int64_t generation;
    pthread_mutex_t lock; /* of all that follows */
    arena_t *arena;
    const struct oauth_client *clients[OAUTH_REGISTRY_CLIENTS_MAX]; /* in the order of their ids */
    size_t n;
    size_t bytes;
    bool full;
    bool has_scopes;
    struct scope_catalogue scopes;
};

struct oauth_registry {
    pthread_mutex_t lock;
    struct oauth_registered *newest; /* NULL until the first request */
};

static void *must(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

struct oauth_registry *oauth_registry_new(void)
{
    struct oauth_registry *registry = must(calloc(1, sizeof *registry));

    pthread_mutex_init(&registry->lock, NULL);
    return registry;
}

static struct oauth_registered *registered_new(int64_t generation)
{
    struct oauth_registered *self = must(calloc(1, sizeof *self));

    pthread_mutex_init(&self->lock, NULL);
    self->holders = 1;
    self->generation = generation;
    self->arena = arena_new(ARENA_MAX);
    return self;
}

static void let_go(void *registered)
{
    struct oauth_registered *self = registered;

    if (!self || atomic_fetch_sub(&self->holders, 1) > 1)
        return;
    arena_free(&self->arena);
    pthread_mutex_destroy(&self->lock);
    free(self);
}

void oauth_registry_free(struct oauth_registry **registry)
{
    if (!*registry)
        return;
    let_go((*registry)->newest);
    pthread_mutex_destroy(&(*registry)->lock);
    free(*registry);
    *registry = NULL;
}

static bool is_full(struct oauth_registered *self)
{
    pthread_mutex_lock(&self->lock);
    bool full = self->full;
    pthread_mutex_unlock(&self->lock);
    return full;
}

/* The newest view, one step on if it is older than `generation`; held for the caller. A request
 * that was overtaken gets one that is newer than what it asked for. */
static struct oauth_registered *hold(struct oauth_registry *registry, int64_t generation)
{
    struct oauth_registered *old = NULL;

    pthread_mutex_lock(&registry->lock);
    struct oauth_registered *newest = registry->newest;
    if (!newest || newest->generation < generation || is_full(newest)) {
        old = newest;
        registry->newest = newest = registered_new(generation);
    }
    atomic_fetch_add(&newest->holders, 1);
    pthread_mutex_unlock(&registry->lock);
    let_go(old);
    return newest;
}

/* This request's view, until its arena ends. The generation is read before anything that is kept
 * under it: what is kept may be newer than its number, never older. */
static result_t look(struct oauth_context *ctx, struct oauth_registered **registered_out)
{
    int64_t generation;

    if (!ctx->registered) {
        TRY(ctx->store->registry_generation(ctx->store->self, &generation));
        ctx->registered = hold(ctx->registry, generation);
        arena_at_end(ctx->arena, let_go, ctx->registered);
    }
    *registered_out = ctx->registered;
    return OK;
}

/* Where `client_id` stands or belongs. Under the lock. */
static size_t place_of(const struct oauth_registered *self, str_t client_id)
{
    size_t from = 0, to = self->n;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (str_compare(self->clients[middle]->id, client_id) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static const struct oauth_client *at(
    const struct oauth_registered *self, size_t place, str_t client_id)
{
    bool found = place < self->n && str_eq(self->clients[place]->id, client_id);

    return found ? self->clients[place] : NULL;
}

/* NULL in *client_out without room. Under the lock. */
static result_t keep(struct oauth_registered *self, const struct oauth_client_record *record,
    const struct oauth_client **client_out)
{
    size_t place = place_of(self, record->client_id);

    *client_out = at(self, place, record->client_id);
    if (*client_out)
        return OK;
    self->full = self->n == OAUTH_REGISTRY_CLIENTS_MAX ||
                 self->bytes + record->metadata.len > OAUTH_REGISTRY_BYTES_MAX;
    if (self->full)
        return OK;
    TRY(oauth_client_read(self->arena, record, client_out));
    memmove(&self->clients[place + 1], &self->clients[place],
        (self->n - place) * sizeof self->clients[0]);
    self->clients[place] = *client_out;
    self->n++;
    self->bytes += record->metadata.len;
    return OK;
}

static const struct oauth_client *find(struct oauth_registered *self, str_t client_id)
{
    pthread_mutex_lock(&self->lock);
    const struct oauth_client *client = at(self, place_of(self, client_id), client_id);
    pthread_mutex_unlock(&self->lock);
    return client;
}

static result_t read_client(
    struct oauth_context *ctx, str_t client_id, const struct oauth_client_record **record_out)
{
    *record_out = NULL;
    return ctx->store->client_find(ctx->store->self, ctx->arena, client_id, record_out);
}

result_t oauth_client_find(
    struct oauth_context *ctx, str_t client_id, const struct oauth_client **client_out)
{
    const struct oauth_client_record *record;
    struct oauth_registered *registered = NULL;

    *client_out = NULL;
    if (ctx->registry) {
        TRY(look(ctx, &registered));
        *client_out = find(registered, client_id);
    }
    if (*client_out)
        return OK;
    TRY(read_client(ctx, client_id, &record));
    if (!record)
        return OK;
    if (registered) {
        pthread_mutex_lock(&registered->lock);
        result_t kept = keep(registered, record, client_out);
        pthread_mutex_unlock(&registered->lock);
        TRY(kept);
    }
    return *client_out ? OK : oauth_client_read(ctx->arena, record, client_out);
}

static result_t read_scopes(
    struct oauth_context *ctx, arena_t *arena, struct scope_catalogue *catalogue_out)
{
    return ctx->store->scope_list(
        ctx->store->self, arena, &catalogue_out->scopes, &catalogue_out->n);
}

/* Read under the lock: those who come meanwhile want the same. */
static result_t keep_scopes(struct oauth_context *ctx, struct oauth_registered *self)
{
    if (self->has_scopes)
        return OK;
    TRY(read_scopes(ctx, self->arena, &self->scopes));
    self->has_scopes = true;
    return OK;
}

result_t scope_catalogue_load(struct oauth_context *ctx, struct scope_catalogue *catalogue_out)
{
    struct oauth_registered *registered;

    if (!ctx->registry)
        return read_scopes(ctx, ctx->arena, catalogue_out);
    TRY(look(ctx, &registered));
    pthread_mutex_lock(&registered->lock);
    result_t done = keep_scopes(ctx, registered);
    *catalogue_out = registered->scopes;
    pthread_mutex_unlock(&registered->lock);
    return done;
}
