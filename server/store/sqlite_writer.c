#include "store/sqlite_writer.h"

#include <pthread.h>
#include <stdlib.h>

enum { WAITING_MAX = 1024, GROUP_MAX = 64 };

/* Stands on the waiting caller's stack. */
struct unit {
    sqlite_unit_fn *run;
    void *arg;
    result_t result;
    bool done;
    pthread_cond_t finished;
    struct unit *next;
};

struct sqlite_writer {
    struct sqlite_connection *connection;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct unit *first;
    struct unit **end;
    size_t waiting;
    bool stopping;
};

static void fail_all(struct unit **group, size_t n, result_t failure)
{
    for (size_t i = 0; i < n; i++)
        group[i]->result = failure;
}

/* One unit inside the transaction of its group; what it did is undone if it fails. */
static result_t run_unit(struct sqlite_writer *self, struct unit *unit, bool alone)
{
    result_t done;

    if (!alone)
        TRY(sqlite_connection_script(self->connection, "SAVEPOINT unit"));
    done = unit->run(self->connection, unit->arg);
    if (alone || !sqlite_connection_in_transaction(self->connection))
        return done;
    if (!result_ok(done))
        TRY(sqlite_connection_script(self->connection, "ROLLBACK TO unit"));
    TRY(sqlite_connection_script(self->connection, "RELEASE unit"));
    return done;
}

static void roll_back(struct sqlite_writer *self)
{
    if (sqlite_connection_in_transaction(self->connection)) {
        result_t ignored = sqlite_connection_script(self->connection, "ROLLBACK");
        (void)ignored;
    }
}

static void run_group(struct sqlite_writer *self, struct unit **group, size_t n)
{
    static const char lost[] = "the transaction was rolled back by the database";
    result_t begun = sqlite_connection_script(self->connection, "BEGIN IMMEDIATE");

    if (!result_ok(begun)) {
        fail_all(group, n, begun);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        group[i]->result = run_unit(self, group[i], n == 1);
        if (!sqlite_connection_in_transaction(self->connection)) { /* disk full and the like */
            fail_all(group, n, result_fail(RESULT_UNAVAILABLE, lost));
            return;
        }
    }
    if (n == 1 && !result_ok(group[0]->result)) {
        roll_back(self);
        return;
    }
    result_t committed = sqlite_connection_script(self->connection, "COMMIT");
    if (!result_ok(committed)) {
        roll_back(self);
        fail_all(group, n, committed);
    }
}

static size_t take_group(struct sqlite_writer *self, struct unit **group)
{
    size_t n = 0;

    while (!self->first && !self->stopping)
        pthread_cond_wait(&self->wake, &self->lock);
    while (self->first && n < GROUP_MAX) {
        group[n++] = self->first;
        self->first = self->first->next;
    }
    if (!self->first)
        self->end = &self->first;
    self->waiting -= n;
    return n;
}

static void *run(void *arg)
{
    struct sqlite_writer *self = arg;
    struct unit *group[GROUP_MAX];

    pthread_mutex_lock(&self->lock);
    for (size_t n = take_group(self, group); n > 0; n = take_group(self, group)) {
        pthread_mutex_unlock(&self->lock);
        run_group(self, group, n);
        pthread_mutex_lock(&self->lock);
        for (size_t i = 0; i < n; i++) {
            group[i]->done = true;
            pthread_cond_signal(&group[i]->finished);
        }
    }
    pthread_mutex_unlock(&self->lock);
    return NULL;
}

result_t sqlite_writer_start(
    struct sqlite_connection *connection, struct sqlite_writer **writer_out)
{
    struct sqlite_writer *self = calloc(1, sizeof *self);

    if (!self)
        abort();
    self->connection = connection;
    self->end = &self->first;
    pthread_mutex_init(&self->lock, NULL);
    pthread_cond_init(&self->wake, NULL);
    if (pthread_create(&self->thread, NULL, run, self) != 0) {
        sqlite_connection_close(&self->connection);
        free(self);
        return result_fail(RESULT_FAILED, "there is no thread for the database's writer");
    }
    *writer_out = self;
    return OK;
}

void sqlite_writer_stop(struct sqlite_writer **writer)
{
    struct sqlite_writer *self = *writer;

    if (!self)
        return;
    pthread_mutex_lock(&self->lock);
    self->stopping = true;
    pthread_cond_signal(&self->wake);
    pthread_mutex_unlock(&self->lock);
    pthread_join(self->thread, NULL);
    sqlite_connection_close(&self->connection);
    pthread_cond_destroy(&self->wake);
    pthread_mutex_destroy(&self->lock);
    free(self);
    *writer = NULL;
}

result_t sqlite_writer_do(struct sqlite_writer *self, sqlite_unit_fn *work, void *arg)
{
    struct unit unit = {.run = work, .arg = arg, .finished = PTHREAD_COND_INITIALIZER};

    pthread_mutex_lock(&self->lock);
    if (self->waiting >= WAITING_MAX) {
        pthread_mutex_unlock(&self->lock);
        return result_fail(RESULT_BUSY, "too many writes wait for the database");
    }
    *self->end = &unit;
    self->end = &unit.next;
    self->waiting++;
    pthread_cond_signal(&self->wake);
    while (!unit.done)
        pthread_cond_wait(&unit.finished, &self->lock);
    pthread_mutex_unlock(&self->lock);
    pthread_cond_destroy(&unit.finished);
    return unit.result;
}
