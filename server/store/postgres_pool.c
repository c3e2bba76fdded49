#include "store/postgres_pool.h"

#include "base/clock.h"
#include "store/postgres_reach.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PARTS = 2, WAITING_MAX = 512, WAIT_S = 3, LOCK_MS = 3000 };

struct part {
    size_t in_use; /* or being opened for it */
    size_t max;
    size_t waiting;
    pthread_cond_t returned;
};

struct postgres_pool {
    char *url;
    pthread_mutex_t lock;
    struct postgres_reach reach;
    struct part parts[PARTS];
    struct postgres_connection *idle[DB_CONNECTIONS_MAX]; /* the last back is the first out */
    size_t idle_n;
    size_t max;
    size_t open_n; /* idle or in use */
    size_t opening_n;
    bool owes_place; /* the server has no place left for the connection apart */
};

static const char away[] = "the database server cannot be reached";

static void part_init(struct part *part, size_t max)
{
    pthread_condattr_t monotonic;

    part->max = max;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&part->returned, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

struct postgres_pool *postgres_pool_new(str_t url, const struct db_options *options)
{
    struct postgres_pool *self = calloc(1, sizeof *self);

    assert(options->connections >= 3 && options->connections <= DB_CONNECTIONS_MAX);
    if (!self)
        abort();
    self->url = strndup(url.ptr, url.len);
    pthread_mutex_init(&self->lock, NULL);
    self->max = options->connections - 1;
    for (size_t i = 0; i < PARTS; i++)
        part_init(&self->parts[i], self->max - 1);
    return self;
}

void postgres_pool_free(struct postgres_pool **pool)
{
    struct postgres_pool *self = *pool;

    if (!self)
        return;
    for (size_t i = 0; i < self->idle_n; i++)
        postgres_connection_close(&self->idle[i]);
    for (size_t i = 0; i < PARTS; i++)
        pthread_cond_destroy(&self->parts[i].returned);
    pthread_mutex_destroy(&self->lock);
    free(self->url);
    free(self);
    *pool = NULL;
}

/* With the lock. A part that has nothing goes first: a server may allow only a few. */
static void wake_one(struct postgres_pool *self, enum postgres_part part)
{
    struct part *own = &self->parts[part], *other = &self->parts[PARTS - 1 - part];
    bool other_first = own->waiting == 0 || other->in_use == 0;

    pthread_cond_signal(other->waiting > 0 && other_first ? &other->returned : &own->returned);
}

/* With the lock. No connection, and none that is coming but for a try after a failure: nobody waits
 * for that. */
static bool is_away(const struct postgres_pool *self)
{
    return self->open_n == 0 && (self->opening_n == 0 || self->reach.trying);
}

/* With the lock. */
static result_t wait_for_return(
    struct postgres_pool *self, struct part *part, const struct timespec *until)
{
    if (part->waiting >= WAITING_MAX)
        return result_fail(RESULT_BUSY, "too many requests wait for the database");
    part->waiting++;
    int waited = pthread_cond_timedwait(&part->returned, &self->lock, until);
    part->waiting--;
    return waited == 0 ? OK : result_fail(RESULT_BUSY, "no connection to the database became free");
}

/* With the lock: nothing will come back to those who wait. */
static void tell_if_away(struct postgres_pool *self)
{
    for (size_t i = 0; is_away(self) && i < PARTS; i++)
        pthread_cond_broadcast(&self->parts[i].returned);
}

/* With the lock. One after the other: a server that allows a few counts those that it is about to
 * refuse, so that of many who come at once it may refuse all. */
static bool may_open(struct postgres_pool *self)
{
    return self->opening_n == 0 && self->open_n < self->max &&
           (!self->owes_place || self->open_n == 0) &&
           postgres_reach_begin(&self->reach, clock_monotonic_ms());
}

/* With the lock: a connection, or the right to open one (NULL inside). */
static result_t take(struct postgres_pool *self, struct part *part, const struct timespec *until,
    struct postgres_connection **connection_out)
{
    *connection_out = NULL;
    while (true) {
        bool has_room = part->in_use < part->max;
        if (has_room && self->idle_n > 0) {
            *connection_out = self->idle[--self->idle_n];
            break;
        }
        if (has_room && may_open(self)) {
            self->opening_n++;
            break;
        }
        if (is_away(self))
            return result_fail(RESULT_UNAVAILABLE, away);
        TRY(wait_for_return(self, part, until));
    }
    part->in_use++;
    return OK;
}

/* With the lock. */
static void leave(struct postgres_pool *self, enum postgres_part part)
{
    self->parts[part].in_use--;
    wake_one(self, part);
}

static void discard(
    struct postgres_pool *self, enum postgres_part part, struct postgres_connection **connection)
{
    postgres_connection_close(connection);
    pthread_mutex_lock(&self->lock);
    self->open_n--;
    leave(self, part);
    tell_if_away(self);
    pthread_mutex_unlock(&self->lock);
}

/* *again_out: another that is open may come back. */
static result_t open_one(struct postgres_pool *self, enum postgres_part part,
    struct postgres_connection **connection_out, bool *again_out)
{
    result_t opened = postgres_connection_open(self->url, LOCK_MS, connection_out);

    pthread_mutex_lock(&self->lock);
    postgres_reach_end(&self->reach, result_ok(opened), clock_monotonic_ms());
    self->opening_n--;
    if (result_ok(opened)) {
        self->open_n++;
        wake_one(self, part); /* the next may open */
    } else {
        leave(self, part);
    }
    *again_out = opened.code == RESULT_UNAVAILABLE && !is_away(self);
    tell_if_away(self);
    pthread_mutex_unlock(&self->lock);
    return opened;
}

result_t postgres_pool_borrow(struct postgres_pool *self, enum postgres_part part,
    struct postgres_connection **connection_out)
{
    struct timespec until;
    bool again;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += WAIT_S;
    while (true) {
        pthread_mutex_lock(&self->lock);
        result_t taken = take(self, &self->parts[part], &until, connection_out);
        pthread_mutex_unlock(&self->lock);
        TRY(taken);
        if (!*connection_out) {
            result_t opened = open_one(self, part, connection_out, &again);
            if (!again)
                return opened;
        } else if (!postgres_connection_stale(*connection_out)) {
            return OK;
        } else {
            discard(self, part, connection_out);
        }
    }
}

void postgres_pool_give_back(
    struct postgres_pool *self, enum postgres_part part, struct postgres_connection *connection)
{
    pthread_mutex_lock(&self->lock);
    bool keep = postgres_connection_alive(connection) && !(self->owes_place && self->open_n > 1);
    if (keep) {
        self->idle[self->idle_n++] = connection;
        leave(self, part);
    }
    pthread_mutex_unlock(&self->lock);
    if (!keep)
        discard(self, part, &connection);
}

/* With the lock: what is idle goes, but for one. */
static void make_room(struct postgres_pool *self)
{
    self->owes_place = true;
    for (; self->idle_n > 0 && self->open_n > 1; self->open_n--)
        postgres_connection_close(&self->idle[--self->idle_n]);
}

result_t postgres_pool_open_apart(
    struct postgres_pool *self, int lock_ms, struct postgres_connection **connection_out)
{
    pthread_mutex_lock(&self->lock);
    bool may = postgres_reach_begin(&self->reach, clock_monotonic_ms());
    pthread_mutex_unlock(&self->lock);
    if (!may)
        return result_fail(RESULT_UNAVAILABLE, away);
    result_t opened = postgres_connection_open(self->url, lock_ms, connection_out);
    pthread_mutex_lock(&self->lock);
    postgres_reach_end(&self->reach, result_ok(opened), clock_monotonic_ms());
    self->owes_place = false;
    if (!result_ok(opened))
        make_room(self);
    pthread_mutex_unlock(&self->lock);
    return opened;
}
