#include "store/writer.h"

#include "support/unit.h"

#include <stdatomic.h>
#include <unistd.h>

enum { CALLERS = 10, CROWD = 1200 };

/* A database whose first commit lasts until it is let go. */
struct slow_database {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool holds;
    bool held;
    size_t groups[CROWD];
    size_t n;
    pthread_t last_thread;
    struct writer *writer;
    atomic_size_t busy;
    atomic_size_t finished;
};

static void commit(void *arg, struct writer_unit *const *group, size_t n)
{
    struct slow_database *database = arg;

    pthread_mutex_lock(&database->lock);
    database->groups[database->n++] = n;
    database->last_thread = pthread_self();
    database->held = true;
    pthread_cond_broadcast(&database->changed);
    while (database->holds)
        pthread_cond_wait(&database->changed, &database->lock);
    pthread_mutex_unlock(&database->lock);
    for (size_t i = 0; i < n; i++)
        group[i]->result = OK;
}

static int open_database(void **state)
{
    struct slow_database *database = calloc(1, sizeof *database);

    pthread_mutex_init(&database->lock, NULL);
    pthread_cond_init(&database->changed, NULL);
    *state = database;
    return result_ok(writer_start(commit, database, &database->writer)) ? 0 : -1;
}

static int close_database(void **state)
{
    struct slow_database *database = *state;

    writer_stop(&database->writer);
    pthread_cond_destroy(&database->changed);
    pthread_mutex_destroy(&database->lock);
    free(database);
    return 0;
}

static void *write_one(void *arg)
{
    struct slow_database *database = arg;
    struct writer_unit unit = {0};
    result_t done = writer_do(database->writer, &unit);

    if (done.code == RESULT_BUSY)
        atomic_fetch_add(&database->busy, 1);
    else if (result_ok(done))
        atomic_fetch_add(&database->finished, 1);
    return NULL;
}

static void let_go(struct slow_database *database)
{
    pthread_mutex_lock(&database->lock);
    database->holds = false;
    pthread_cond_broadcast(&database->changed);
    pthread_mutex_unlock(&database->lock);
}

/* One whose commit lasts, and `n` who come meanwhile. */
static void crowd(struct slow_database *database, pthread_t *callers, size_t n)
{
    database->holds = true;
    assert_int_equal(pthread_create(&callers[0], NULL, write_one, database), 0);
    pthread_mutex_lock(&database->lock);
    while (!database->held)
        pthread_cond_wait(&database->changed, &database->lock);
    pthread_mutex_unlock(&database->lock);
    for (size_t i = 1; i <= n; i++)
        assert_int_equal(pthread_create(&callers[i], NULL, write_one, database), 0);
}

static void join_all(const pthread_t *callers, size_t n)
{
    for (size_t i = 0; i <= n; i++)
        pthread_join(callers[i], NULL);
}

static void unit_that_comes_alone_is_committed_by_its_own_thread(void **state)
{
    struct slow_database *database = *state;
    struct writer_unit unit = {0};

    for (size_t i = 0; i < 3; i++) {
        assert_ok(writer_do(database->writer, &unit));
        assert_true(pthread_equal(database->last_thread, pthread_self()));
    }
    assert_int_equal(database->n, 3);
}

static void what_waits_behind_a_commit_is_committed_together(void **state)
{
    struct slow_database *database = *state;
    pthread_t callers[CALLERS + 1];

    crowd(database, callers, CALLERS);
    usleep(200000); /* all of them stand in the queue */
    let_go(database);
    join_all(callers, CALLERS);
    assert_int_equal(atomic_load(&database->finished), CALLERS + 1);
    assert_int_equal(database->n, 2);
    assert_int_equal(database->groups[0], 1);
    assert_int_equal(database->groups[1], CALLERS);
}

static void more_than_may_wait_are_told_so_at_once(void **state)
{
    struct slow_database *database = *state;
    pthread_t callers[CROWD + 1];

    crowd(database, callers, CROWD);
    while (atomic_load(&database->busy) < CROWD - 1024)
        usleep(1000);
    let_go(database);
    join_all(callers, CROWD);
    assert_int_equal(atomic_load(&database->busy), CROWD - 1024);
    assert_int_equal(atomic_load(&database->finished), 1 + 1024);
    for (size_t i = 0; i < database->n; i++)
        assert_in_range(database->groups[i], 1, WRITER_GROUP_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            unit_that_comes_alone_is_committed_by_its_own_thread, open_database, close_database),
        cmocka_unit_test_setup_teardown(
            what_waits_behind_a_commit_is_committed_together, open_database, close_database),
        cmocka_unit_test_setup_teardown(
            more_than_may_wait_are_told_so_at_once, open_database, close_database),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
