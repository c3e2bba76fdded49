#include "audit/queue.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ID_SIZE = 64, REASON_SIZE = 160 };

struct place {
    int64_t at;
    bool success;
    char event[ID_SIZE], user_id[ID_SIZE], client_id[ID_SIZE], session_id[ID_SIZE];
    char address[ID_SIZE], correlation_id[ID_SIZE], reason[REASON_SIZE];
};

struct audit_queue {
    pthread_mutex_t mutex;
    pthread_cond_t changed; /* on the monotonic clock */
    bool closed;
    size_t n_places, first, n;
    struct place places[];
};

struct audit_queue *audit_queue_new(size_t places)
{
    struct audit_queue *queue =
        calloc(1, sizeof *queue + places * sizeof(struct place)); /* its size is our own */
    pthread_condattr_t monotonic;

    if (queue == NULL)
        abort();
    queue->n_places = places;
    pthread_mutex_init(&queue->mutex, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&queue->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    return queue;
}

void audit_queue_free(struct audit_queue **queue)
{
    if (*queue == NULL)
        return;
    pthread_cond_destroy(&(*queue)->changed);
    pthread_mutex_destroy(&(*queue)->mutex);
    free(*queue);
    *queue = NULL;
}

/* Cut at a character's border: no byte of a cut sequence stays. */
static void copy(char *place, size_t size, str_t text)
{
    size_t len = text.len < size - 1 ? text.len : size - 1;

    while (len > 0 && len < text.len && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
        len--;
    if (len > 0)
        memcpy(place, text.ptr, len);
    place[len] = '\0';
    for (size_t i = 0; i < len && !str_is_clean_utf8((str_t){place, len}); i++) {
        unsigned char c = (unsigned char)place[i];

        if (c < 0x20 || c >= 0x7F)
            place[i] = '?';
    }
}

static str_t text_of(const char *place)
{
    return *place != '\0' ? str_from_cstr(place) : STR_NONE;
}

#define COPY(place, field, row) copy((place)->field, sizeof(place)->field, (row)->field)

bool audit_queue_put(struct audit_queue *queue, const struct audit_row *row)
{
    pthread_mutex_lock(&queue->mutex);
    bool room = queue->n < queue->n_places && !queue->closed;
    if (room) {
        struct place *place = &queue->places[(queue->first + queue->n++) % queue->n_places];

        place->at = row->at;
        place->success = row->success;
        COPY(place, event, row);
        COPY(place, user_id, row);
        COPY(place, client_id, row);
        COPY(place, session_id, row);
        COPY(place, address, row);
        COPY(place, correlation_id, row);
        COPY(place, reason, row);
        pthread_cond_signal(&queue->changed);
    }
    pthread_mutex_unlock(&queue->mutex);
    return room;
}

size_t audit_queue_peek(struct audit_queue *queue, struct audit_row rows_out[AUDIT_BATCH_MAX])
{
    pthread_mutex_lock(&queue->mutex);
    while (queue->n == 0 && !queue->closed)
        pthread_cond_wait(&queue->changed, &queue->mutex);
    size_t n = queue->n < AUDIT_BATCH_MAX ? queue->n : AUDIT_BATCH_MAX;
    /* Nobody writes to a taken place before it is dropped: what is lent needs no lock. */
    for (size_t i = 0; i < n; i++) {
        const struct place *place = &queue->places[(queue->first + i) % queue->n_places];

        rows_out[i] = (struct audit_row){.at = place->at,
            .event = text_of(place->event),
            .success = place->success,
            .user_id = text_of(place->user_id),
            .client_id = text_of(place->client_id),
            .session_id = text_of(place->session_id),
            .address = text_of(place->address),
            .reason = text_of(place->reason),
            .correlation_id = text_of(place->correlation_id)};
    }
    pthread_mutex_unlock(&queue->mutex);
    return n;
}

void audit_queue_drop(struct audit_queue *queue, size_t n)
{
    pthread_mutex_lock(&queue->mutex);
    queue->first = (queue->first + n) % queue->n_places;
    queue->n -= n;
    pthread_mutex_unlock(&queue->mutex);
}

bool audit_queue_closed_within(struct audit_queue *queue, unsigned ms)
{
    struct timespec until;
    int rc = 0;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += (long)(ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&queue->mutex);
    while (!queue->closed && rc == 0)
        rc = pthread_cond_timedwait(&queue->changed, &queue->mutex, &until);
    bool closed = queue->closed;
    pthread_mutex_unlock(&queue->mutex);
    return closed;
}

void audit_queue_close(struct audit_queue *queue)
{
    pthread_mutex_lock(&queue->mutex);
    queue->closed = true;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->mutex);
}
