#include "http/connection.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

enum { SWEEP_MS = 250 };

enum phase { RESTS, RECEIVES, HANDLES, REPLIES };

struct connection {
    struct connection *next, *previous;
    int socket;
    enum phase phase;
    int64_t since_ms; /* when the phase began; monotonic */
    uint64_t bytes;   /* received before the phase began */
    bool cut;
};

/* Every member of the list is read and written under the lock, and leaves it before its socket is
 * closed: the sweeper never touches a descriptor that means something else by now. */
struct connections {
    struct connection_limits limits;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    pthread_t sweeper;
    bool stopping;
    struct connection *first;
};

static uint64_t bytes_received(int socket)
{
    struct tcp_info info = {0};
    socklen_t len = sizeof info;

    if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &len) != 0)
        return 0;
    return info.tcpi_bytes_received;
}

static const char *over_limit(
    const struct connection_limits *limits, const struct connection *c, int64_t now_ms)
{
    int64_t age_ms = now_ms - c->since_ms;

    switch (c->phase) {
    case RESTS:
        /* Silence is the library's business; past this a request line is dripping in. */
        return age_ms > limits->idle_ms + limits->request_ms ? "the request line is slow" : NULL;
    case RECEIVES:
        if (bytes_received(c->socket) - c->bytes > limits->bytes)
            return "the request is too large";
        return age_ms > limits->request_ms ? "the request is slow" : NULL;
    case HANDLES:
        return NULL;
    case REPLIES:
        return age_ms > limits->reply_ms ? "the reply is taken slowly" : NULL;
    }
    return NULL;
}

static void sweep(struct connections *connections)
{
    int64_t now_ms = clock_monotonic_ms();

    for (struct connection *c = connections->first; c != NULL; c = c->next) {
        const char *why = c->cut ? NULL : over_limit(&connections->limits, c, now_ms);
        if (why == NULL)
            continue;
        c->cut = true;
        shutdown(c->socket, SHUT_RDWR); /* its worker sees the end and closes it */
        log_info("http.cut", log_cstr("why", why));
    }
}

static void *sweeper(void *self)
{
    struct connections *connections = self;

    pthread_mutex_lock(&connections->lock);
    while (!connections->stopping) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += SWEEP_MS * 1000000L;
        if (until.tv_nsec >= 1000000000L) {
            until.tv_sec++;
            until.tv_nsec -= 1000000000L;
        }
        if (pthread_cond_timedwait(&connections->ended, &connections->lock, &until) == ETIMEDOUT)
            sweep(connections);
    }
    pthread_mutex_unlock(&connections->lock);
    return NULL;
}

result_t connections_new(
    const struct connection_limits *limits, struct connections **connections_out)
{
    struct connections *connections = calloc(1, sizeof *connections);
    pthread_condattr_t attributes;

    if (connections == NULL)
        return result_fail(RESULT_FAILED, "no memory for connections");
    connections->limits = *limits;
    pthread_mutex_init(&connections->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&connections->ended, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&connections->sweeper, NULL, sweeper, connections) != 0) {
        free(connections);
        return result_fail(RESULT_FAILED, "no thread for the connections' limits");
    }
    *connections_out = connections;
    return OK;
}

void connections_free(struct connections **connections)
{
    struct connections *old = *connections;

    if (old == NULL)
        return;
    pthread_mutex_lock(&old->lock);
    old->stopping = true;
    pthread_cond_signal(&old->ended);
    pthread_mutex_unlock(&old->lock);
    pthread_join(old->sweeper, NULL);
    pthread_cond_destroy(&old->ended);
    pthread_mutex_destroy(&old->lock);
    free(old);
    *connections = NULL;
}

struct connection *connection_opened(struct connections *connections, int socket)
{
    struct connection *c = calloc(1, sizeof *c);

    if (c == NULL)
        return NULL;
    c->socket = socket;
    c->since_ms = clock_monotonic_ms();
    pthread_mutex_lock(&connections->lock);
    c->next = connections->first;
    if (c->next != NULL)
        c->next->previous = c;
    connections->first = c;
    pthread_mutex_unlock(&connections->lock);
    return c;
}

void connection_closed(struct connections *connections, struct connection **connection)
{
    struct connection *c = *connection;

    if (c == NULL)
        return;
    pthread_mutex_lock(&connections->lock);
    if (c->next != NULL)
        c->next->previous = c->previous;
    if (c->previous != NULL)
        c->previous->next = c->next;
    else
        connections->first = c->next;
    pthread_mutex_unlock(&connections->lock);
    free(c);
    *connection = NULL;
}

static void enter(struct connections *connections, struct connection *c, enum phase phase)
{
    if (c == NULL)
        return;
    int64_t now_ms = clock_monotonic_ms();
    uint64_t bytes = phase == RESTS ? bytes_received(c->socket) : 0;
    pthread_mutex_lock(&connections->lock);
    c->phase = phase;
    c->since_ms = now_ms;
    if (phase == RESTS)
        c->bytes = bytes;
    pthread_mutex_unlock(&connections->lock);
}

void connection_receives(struct connections *connections, struct connection *connection)
{
    enter(connections, connection, RECEIVES);
}

void connection_handles(struct connections *connections, struct connection *connection)
{
    enter(connections, connection, HANDLES);
}

void connection_replies(struct connections *connections, struct connection *connection)
{
    enter(connections, connection, REPLIES);
}

void connection_rests(struct connections *connections, struct connection *connection)
{
    enter(connections, connection, RESTS);
}

unsigned connections_busy(struct connections *connections)
{
    unsigned busy = 0;

    pthread_mutex_lock(&connections->lock);
    for (const struct connection *c = connections->first; c != NULL; c = c->next)
        busy += c->phase != RESTS;
    pthread_mutex_unlock(&connections->lock);
    return busy;
}
