#include "fetch/resolver.h"

#include "base/clock.h"
#include "base/host.h"

#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Shared with the threads that are left behind. */
struct fetch_lookups {
    atomic_uint references;
    atomic_uint running;
    fetch_lookup_fn *lookup;
};

/* One lookup, held by who waits for it and by its thread. */
struct job {
    struct fetch_lookups *lookups;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    unsigned references;
    bool done;
    enum fetch_failure failure;
    struct fetch_addresses addresses;
    uint16_t port;
    char name[HOST_NAME_MAX + 1];
};

enum fetch_failure fetch_lookup_system(
    const char *name, uint16_t port, struct fetch_addresses *addresses_out)
{
    const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;

    *addresses_out = (struct fetch_addresses){0};
    if (getaddrinfo(name, NULL, &hints, &found) != 0)
        return FETCH_NAME_UNKNOWN;
    for (const struct addrinfo *each = found;
         each != NULL && addresses_out->n < FETCH_ADDRESSES_MAX; each = each->ai_next) {
        union address_socket *address = &addresses_out->items[addresses_out->n];

        if (each->ai_family != AF_INET && each->ai_family != AF_INET6)
            continue;
        memcpy(address, each->ai_addr, each->ai_addrlen);
        if (each->ai_family == AF_INET)
            address->v4.sin_port = htons(port);
        else
            address->v6.sin6_port = htons(port);
        addresses_out->n++;
    }
    freeaddrinfo(found);
    return addresses_out->n > 0 ? FETCH_ANSWERED : FETCH_NAME_UNKNOWN;
}

static void lookups_unref(struct fetch_lookups *lookups)
{
    if (atomic_fetch_sub(&lookups->references, 1) == 1)
        free(lookups);
}

struct fetch_lookups *fetch_lookups_new(fetch_lookup_fn *lookup)
{
    struct fetch_lookups *lookups = calloc(1, sizeof *lookups);

    if (lookups == NULL)
        abort();
    atomic_init(&lookups->references, 1);
    atomic_init(&lookups->running, 0);
    lookups->lookup = lookup;
    return lookups;
}

void fetch_lookups_free(struct fetch_lookups **lookups)
{
    if (*lookups != NULL)
        lookups_unref(*lookups);
    *lookups = NULL;
}

static struct job *job_new(struct fetch_lookups *lookups, const char *name, uint16_t port)
{
    struct job *job = calloc(1, sizeof *job);
    pthread_condattr_t monotonic;

    if (job == NULL)
        abort();
    atomic_fetch_add(&lookups->references, 1);
    job->lookups = lookups;
    job->references = 1;
    job->port = port;
    memcpy(job->name, name, strlen(name) + 1);
    pthread_mutex_init(&job->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&job->ended, &monotonic);
    pthread_condattr_destroy(&monotonic);
    return job;
}

static void job_unref(struct job *job)
{
    pthread_mutex_lock(&job->lock);
    bool last = --job->references == 0;
    pthread_mutex_unlock(&job->lock);
    if (!last)
        return;
    pthread_cond_destroy(&job->ended);
    pthread_mutex_destroy(&job->lock);
    lookups_unref(job->lookups);
    free(job);
}

static void *job_run(void *arg)
{
    struct job *job = arg;
    struct fetch_addresses addresses;
    enum fetch_failure failure = job->lookups->lookup(job->name, job->port, &addresses);

    pthread_mutex_lock(&job->lock);
    job->failure = failure;
    job->addresses = addresses;
    job->done = true;
    pthread_cond_signal(&job->ended);
    pthread_mutex_unlock(&job->lock);
    atomic_fetch_sub(&job->lookups->running, 1);
    job_unref(job);
    return NULL;
}

static bool job_start(struct job *job)
{
    pthread_attr_t detached;
    pthread_t thread;

    job->references++;
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    bool started = pthread_create(&thread, &detached, job_run, job) == 0;
    pthread_attr_destroy(&detached);
    if (!started)
        job->references--;
    return started;
}

static enum fetch_failure job_wait(
    struct job *job, int64_t deadline_ms, struct fetch_addresses *addresses_out)
{
    const struct timespec until = {
        .tv_sec = deadline_ms / 1000, .tv_nsec = (deadline_ms % 1000) * 1000000};
    enum fetch_failure failure = FETCH_TIMEOUT;
    int waited = 0;

    pthread_mutex_lock(&job->lock);
    while (!job->done && waited == 0)
        waited = pthread_cond_timedwait(&job->ended, &job->lock, &until);
    if (job->done) {
        failure = job->failure;
        *addresses_out = job->addresses;
    }
    pthread_mutex_unlock(&job->lock);
    return failure;
}

static enum fetch_failure resolve(void *self, const char *name, uint16_t port, int64_t deadline_ms,
    struct fetch_addresses *addresses_out)
{
    struct fetch_lookups *lookups = self;
    enum fetch_failure failure = FETCH_TIMEOUT;

    if (atomic_fetch_add(&lookups->running, 1) >= FETCH_LOOKUPS_MAX) {
        atomic_fetch_sub(&lookups->running, 1);
        return failure;
    }
    struct job *job = job_new(lookups, name, port);
    if (job_start(job))
        failure = job_wait(job, deadline_ms, addresses_out);
    else
        atomic_fetch_sub(&lookups->running, 1);
    job_unref(job);
    return failure;
}

struct fetch_resolver fetch_lookups_resolver(struct fetch_lookups *lookups)
{
    return (struct fetch_resolver){lookups, resolve};
}
