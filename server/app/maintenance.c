#include "app/maintenance.h"

#include "base/log.h"
#include "store/store.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { ROUND_S = 2, EXPIRE_BATCH = 500, BATCHES_A_ROUND = 20 };

struct maintenance {
    struct db *db;
    struct keyset *keyset;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping;
};

static void tick_keys(struct maintenance *self)
{
    result_t done = keyset_tick(self->keyset);

    if (!result_ok(done))
        log_warn("keys.tick_failed", log_cstr("what", done.what));
}

/* Small batches, so that no writer waits long behind one. */
static void expire(struct maintenance *self)
{
    size_t deleted = EXPIRE_BATCH;

    for (int batch = 0; batch < BATCHES_A_ROUND && deleted >= EXPIRE_BATCH; batch++) {
        result_t done = store_expire(self->db, clock_now_s(&clock_system), EXPIRE_BATCH, &deleted);
        if (!result_ok(done)) {
            log_warn("store.expire_failed", log_cstr("what", done.what));
            return;
        }
    }
}

/* True once it is to stop. */
static bool wait_for_round(struct maintenance *self)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += ROUND_S;
    pthread_mutex_lock(&self->lock);
    if (!self->stopping)
        pthread_cond_timedwait(&self->wake, &self->lock, &until);
    bool stopping = self->stopping;
    pthread_mutex_unlock(&self->lock);
    return stopping;
}

static void *run(void *self)
{
    while (!wait_for_round(self)) {
        tick_keys(self);
        expire(self);
    }
    return NULL;
}

result_t maintenance_start(
    struct db *db, struct keyset *keyset, struct maintenance **maintenance_out)
{
    struct maintenance *self = calloc(1, sizeof *self);

    if (!self)
        abort();
    self->db = db;
    self->keyset = keyset;
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->wake, NULL);
    if (pthread_create(&self->thread, NULL, run, self) != 0) {
        free(self);
        return result_fail(RESULT_FAILED, "there is no thread for maintenance");
    }
    *maintenance_out = self;
    return OK;
}

void maintenance_stop(struct maintenance **maintenance)
{
    struct maintenance *self = *maintenance;

    if (!self)
        return;
    pthread_mutex_lock(&self->lock);
    self->stopping = true;
    pthread_cond_signal(&self->wake);
    pthread_mutex_unlock(&self->lock);
    pthread_join(self->thread, NULL);
    pthread_cond_destroy(&self->wake);
    pthread_mutex_destroy(&self->lock);
    free(self);
    *maintenance = NULL;
}
