#include "http/connection.h"

#include "base/clock.h"
#include "base/log.h"
#include "http/linger.h"
#include "http/peers.h"

#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>

enum { SWEEP_MS = 250, PATIENCE_MIN_MS = 500 };

/* Why a connection is ended. */
enum cut { STAYS, NO_REQUEST, SLOW_LINE, SLOW_REQUEST, SLOW_REPLY, TOO_LARGE, NO_PLACES, CUTS };

enum phase { OPENS, RESTS, RECEIVES, HANDLES, REPLIES };

struct connection {
    struct connection *next, *previous;
    struct peer *peer; /* NULL: not counted */
    int socket;
    _Atomic int phase;        /* of enum phase */
    _Atomic int64_t since_ms; /* when the phase began; monotonic */
    int64_t counted_ms;       /* since_ms of the request whose bytes the sweeper counts */
    uint64_t counted_from;    /* received before it began to */
    bool cut;
};

/* A member of the list leaves it, under the lock, before its socket is closed: the sweeper never
 * touches a descriptor that means something else by now. Steps of a request take no lock. */
struct connections {
    struct connection_limits limits;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    pthread_t sweeper;
    bool stopping;
    struct connection *first;
    struct peers *peers;
    struct lingering linger;
    struct connections_load load; /* but for `busy` */
    int64_t cuts[CUTS];           /* in this sweep */
};

/* A step writes the time before the phase, so that no new phase is seen with an old time. */
static enum phase phase_of(const struct connection *c)
{
    return (enum phase)atomic_load_explicit(&c->phase, memory_order_acquire);
}

static int64_t age_of(const struct connection *c, int64_t now_ms)
{
    return now_ms - atomic_load_explicit(&c->since_ms, memory_order_relaxed);
}

static bool is_silent(const struct connection *c)
{
    enum phase phase = phase_of(c);

    return phase == OPENS || phase == RESTS;
}

static uint64_t bytes_received(int socket)
{
    struct tcp_info info = {0};
    socklen_t len = sizeof info;

    if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &len) != 0)
        return 0;
    return info.tcpi_bytes_received;
}

/* From the sweep on that first sees a request: short ones are never counted. */
static bool is_over_bytes(const struct connection_limits *limits, struct connection *c)
{
    int64_t since_ms = atomic_load_explicit(&c->since_ms, memory_order_relaxed);
    uint64_t bytes = bytes_received(c->socket);

    if (c->counted_ms != since_ms) {
        c->counted_ms = since_ms;
        c->counted_from = bytes;
    }
    return bytes - c->counted_from > limits->bytes;
}

static enum cut over_limit(
    const struct connection_limits *limits, struct connection *c, int64_t now_ms)
{
    enum phase phase = phase_of(c);
    int64_t age_ms = age_of(c, now_ms);

    switch (phase) {
    case OPENS:
        return age_ms > limits->request_ms ? NO_REQUEST : STAYS;
    case RESTS:
        /* Silence is the library's business; past this a request line is dripping in. */
        return age_ms > limits->idle_ms + limits->request_ms ? SLOW_LINE : STAYS;
    case RECEIVES:
        if (is_over_bytes(limits, c))
            return TOO_LARGE;
        return age_ms > limits->request_ms ? SLOW_REQUEST : STAYS;
    case HANDLES:
        return STAYS;
    case REPLIES:
        return age_ms > limits->reply_ms ? SLOW_REPLY : STAYS;
    }
    return STAYS;
}

/* Its worker sees the end and closes it. */
static void end(struct connection *c)
{
    c->cut = true;
    shutdown(c->socket, SHUT_RDWR);
}

static void cut(struct connections *connections, struct connection *c, enum cut why)
{
    end(c);
    connections->load.cut++;
    connections->cuts[why]++;
}

/* One line a reason and a sweep: thousands may go at once. */
static void tell_cuts(struct connections *connections)
{
    static const char *const reasons[CUTS] = {NULL, "no request came", "the request line is slow",
        "the request is slow", "the reply is taken slowly", "the request is too large",
        "places run short"};

    for (int why = 0; why < CUTS; why++) {
        if (connections->cuts[why] > 0)
            log_info("http.cut", log_cstr("why", reasons[why]),
                log_int("connections", connections->cuts[why]));
        connections->cuts[why] = 0;
    }
}

/* Bytes that no worker has seen yet: a request begins. */
static bool has_sent(const struct connection *c)
{
    int bytes = 0;

    return ioctl(c->socket, FIONREAD, &bytes) == 0 && bytes > 0;
}

static bool is_silent_for(const struct connection *c, int64_t now_ms, int64_t patience_ms)
{
    return !c->cut && is_silent(c) && age_of(c, now_ms) >= patience_ms;
}

static unsigned count_silent(
    const struct connections *connections, int64_t now_ms, int64_t patience_ms)
{
    unsigned n = 0;

    for (const struct connection *c = connections->first; c != NULL; c = c->next)
        n += is_silent_for(c, now_ms, patience_ms);
    return n;
}

/* The fewer places are left, the shorter the patience with silence: it is halved until enough go.
 */
static void make_room(struct connections *connections, int64_t now_ms)
{
    unsigned most = connections->limits.connections - connections->limits.connections / 8;
    int64_t patience_ms = connections->limits.idle_ms;

    if (connections->load.open <= most)
        return;
    while (patience_ms > PATIENCE_MIN_MS &&
           count_silent(connections, now_ms, patience_ms) < connections->load.open - most)
        patience_ms /= 2;
    for (struct connection *c = connections->first; c != NULL; c = c->next)
        if (is_silent_for(c, now_ms, patience_ms) && !has_sent(c))
            cut(connections, c, NO_PLACES);
}

static void sweep(struct connections *connections)
{
    int64_t now_ms = clock_monotonic_ms();

    for (struct connection *c = connections->first; c != NULL; c = c->next) {
        enum cut why = c->cut ? STAYS : over_limit(&connections->limits, c, now_ms);
        if (why != STAYS)
            cut(connections, c, why);
    }
    make_room(connections, now_ms);
    tell_cuts(connections);
    linger_sweep(&connections->linger, now_ms);
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

static void open_lock(struct connections *connections)
{
    pthread_condattr_t attributes;

    pthread_mutex_init(&connections->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&connections->ended, &attributes);
    pthread_condattr_destroy(&attributes);
}

result_t connections_new(const struct connection_limits *limits, const struct random_source *random,
    struct connections **connections_out)
{
    struct connections *connections = calloc(1, sizeof *connections);

    if (connections == NULL)
        return result_fail(RESULT_FAILED, "no memory for connections");
    connections->limits = *limits;
    connections->peers = peers_new(random);
    open_lock(connections);
    if (connections->peers == NULL ||
        pthread_create(&connections->sweeper, NULL, sweeper, connections) != 0) {
        peers_free(&connections->peers);
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
    linger_end(&old->linger);
    peers_free(&old->peers);
    free(old);
    *connections = NULL;
}

static bool is_counted(const struct connection_limits *limits, const struct sockaddr *peer)
{
    for (size_t i = 0; i < limits->uncounted_n; i++)
        if (address_range_has(&limits->uncounted[i], peer))
            return false;
    return limits->per_address > 0;
}

static void enter(struct connection *c, enum phase phase)
{
    if (c == NULL)
        return;
    atomic_store_explicit(&c->since_ms, clock_monotonic_ms(), memory_order_relaxed);
    atomic_store_explicit(&c->phase, (int)phase, memory_order_release);
}

/* With the lock held. */
static void link_in(struct connections *connections, struct connection *c)
{
    c->next = connections->first;
    if (c->next != NULL)
        c->next->previous = c;
    connections->first = c;
    connections->load.open++;
    connections->load.opened++;
}

static void enter_peer(
    struct connections *connections, struct connection *c, const struct sockaddr *peer)
{
    c->peer = peers_enter(connections->peers, peer);
    if (c->peer == NULL || peer_connections(c->peer) <= connections->limits.per_address)
        return;
    connections->load.refused++;
    end(c);
}

struct connection *connection_opened(
    struct connections *connections, int socket, const struct sockaddr *peer)
{
    struct connection *c = calloc(1, sizeof *c);

    if (c == NULL)
        return NULL;
    c->socket = socket;
    enter(c, OPENS);
    pthread_mutex_lock(&connections->lock);
    link_in(connections, c);
    if (is_counted(&connections->limits, peer))
        enter_peer(connections, c, peer);
    pthread_mutex_unlock(&connections->lock);
    return c;
}

/* The library answered by itself in the middle of a request, or somebody left there; or more has
 * come than was read. */
static bool is_unread(const struct connection *c)
{
    return !c->cut && (phase_of(c) == RECEIVES || has_sent(c));
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
    connections->load.open--;
    if (c->peer != NULL)
        peers_leave(connections->peers, c->peer);
    if (is_unread(c) && !connections->stopping)
        linger_add(&connections->linger, c->socket, clock_monotonic_ms());
    pthread_mutex_unlock(&connections->lock);
    free(c);
    *connection = NULL;
}

void connection_receives(struct connection *connection)
{
    enter(connection, RECEIVES);
}

void connection_handles(struct connection *connection)
{
    enter(connection, HANDLES);
}

void connection_replies(struct connection *connection)
{
    enter(connection, REPLIES);
}

void connection_rests(struct connection *connection)
{
    enter(connection, RESTS);
}

void connections_end_resting(struct connections *connections)
{
    pthread_mutex_lock(&connections->lock);
    for (struct connection *c = connections->first; c != NULL; c = c->next)
        if (!c->cut && is_silent(c) && !has_sent(c))
            end(c);
    pthread_mutex_unlock(&connections->lock);
}

struct connections_load connections_load(struct connections *connections)
{
    pthread_mutex_lock(&connections->lock);
    struct connections_load load = connections->load;
    for (const struct connection *c = connections->first; c != NULL; c = c->next)
        load.busy += !is_silent(c);
    pthread_mutex_unlock(&connections->lock);
    return load;
}
