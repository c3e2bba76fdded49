#include "store/writer.h"

#include <stdlib.h>

enum { WAITING_MAX = 1024 };

struct writer {
    writer_commit_fn *commit;
    void *self;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct writer_unit *first;
    struct writer_unit **end;
    size_t waiting;
    bool busy; /* somebody commits */
    bool stopping;
};

/* With the lock. 0: it is to stop. */
static size_t take_group(struct writer *writer, struct writer_unit **group)
{
    size_t n = 0;

    while (writer->busy || (!writer->first && !writer->stopping))
        pthread_cond_wait(&writer->wake, &writer->lock);
    while (writer->first && n < WRITER_GROUP_MAX) {
        group[n++] = writer->first;
        writer->first = writer->first->next;
    }
    if (!writer->first)
        writer->end = &writer->first;
    writer->waiting -= n;
    return n;
}

/* With the lock, which it gives up meanwhile. */
static void run_group(struct writer *writer, struct writer_unit *const *group, size_t n)
{
    writer->busy = true;
    pthread_mutex_unlock(&writer->lock);
    writer->commit(writer->self, group, n);
    pthread_mutex_lock(&writer->lock);
    writer->busy = false;
}

static void *run(void *arg)
{
    struct writer *writer = arg;
    struct writer_unit *group[WRITER_GROUP_MAX];

    pthread_mutex_lock(&writer->lock);
    for (size_t n = take_group(writer, group); n > 0; n = take_group(writer, group)) {
        run_group(writer, group, n);
        for (size_t i = 0; i < n; i++) {
            group[i]->done = true;
            pthread_cond_signal(&group[i]->finished);
        }
    }
    pthread_mutex_unlock(&writer->lock);
    return NULL;
}

result_t writer_start(writer_commit_fn *commit, void *self, struct writer **writer_out)
{
    struct writer *writer = calloc(1, sizeof *writer);

    if (!writer)
        abort();
    writer->commit = commit;
    writer->self = self;
    writer->end = &writer->first;
    pthread_mutex_init(&writer->lock, NULL);
    pthread_cond_init(&writer->wake, NULL);
    if (pthread_create(&writer->thread, NULL, run, writer) != 0) {
        free(writer);
        return result_fail(RESULT_FAILED, "there is no thread for the database's writer");
    }
    *writer_out = writer;
    return OK;
}

void writer_stop(struct writer **self)
{
    struct writer *writer = *self;

    if (!writer)
        return;
    pthread_mutex_lock(&writer->lock);
    writer->stopping = true;
    pthread_cond_signal(&writer->wake);
    pthread_mutex_unlock(&writer->lock);
    pthread_join(writer->thread, NULL);
    pthread_cond_destroy(&writer->wake);
    pthread_mutex_destroy(&writer->lock);
    free(writer);
    *self = NULL;
}

/* With the lock. */
static result_t wait_in_queue(struct writer *writer, struct writer_unit *unit)
{
    if (writer->waiting >= WAITING_MAX)
        return result_fail(RESULT_BUSY, "too many writes wait for the database");
    pthread_cond_init(&unit->finished, NULL);
    unit->done = false;
    unit->next = NULL;
    *writer->end = unit;
    writer->end = &unit->next;
    writer->waiting++;
    if (!writer->busy)
        pthread_cond_signal(&writer->wake);
    while (!unit->done)
        pthread_cond_wait(&unit->finished, &writer->lock);
    pthread_cond_destroy(&unit->finished);
    return unit->result;
}

result_t writer_do(struct writer *writer, struct writer_unit *unit)
{
    result_t done = OK;

    pthread_mutex_lock(&writer->lock);
    if (writer->busy || writer->first) {
        done = wait_in_queue(writer, unit);
    } else {
        run_group(writer, &unit, 1);
        done = unit->result;
        if (writer->first)
            pthread_cond_signal(&writer->wake);
    }
    pthread_mutex_unlock(&writer->lock);
    return done;
}
