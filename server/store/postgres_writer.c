#include "store/postgres_writer.h"

#include "base/clock.h"
#include "store/writer.h"

#include <stdlib.h>
#include <string.h>

enum { LOCK_MS = 50, DETOUR_MS = 1000, DETOURS_MAX = 16 };

struct unit {
    struct writer_unit base;
    const struct postgres_statement *statement;
    bool apart;
};

/* A text whose statements met a lock: until then they do not come near the others. */
struct detour {
    const char *sql;
    int64_t until_ms;
};

struct postgres_writer {
    struct postgres_pool *pool;
    struct postgres_connection *connection; /* NULL while there is none */
    struct detour detours[DETOURS_MAX];
    size_t next_detour;
    struct writer *writer;
};

/* The units of a group that are not yet settled, in the order in which they go over. */
struct batch {
    struct unit *units[WRITER_GROUP_MAX];
    size_t n;
};

static bool is_on_detour(const struct postgres_writer *self, const char *sql, int64_t now_ms)
{
    for (size_t i = 0; i < DETOURS_MAX; i++)
        if (self->detours[i].sql == sql && now_ms < self->detours[i].until_ms)
            return true;
    return false;
}

static void set_apart(struct unit *unit)
{
    unit->apart = true;
    unit->base.result = OK;
}

/* By text and first parameter, which names the row: rows are locked in one order everywhere. */
static int compare_units(const void *left, const void *right)
{
    const struct postgres_statement *a = (*(struct unit *const *)left)->statement;
    const struct postgres_statement *b = (*(struct unit *const *)right)->statement;
    int order = a->sql == b->sql ? 0 : strcmp(a->sql, b->sql);

    if (order == 0 && a->args.n > 0 && b->args.n > 0)
        order = str_compare(a->args.items[0].bytes, b->args.items[0].bytes);
    return order;
}

static void settle(struct batch *batch, result_t result)
{
    for (size_t i = 0; i < batch->n; i++)
        batch->units[i]->base.result = result;
    batch->n = 0;
}

static void set_apart_where(struct batch *batch, const char *sql)
{
    size_t kept = 0;

    for (size_t i = 0; i < batch->n; i++) {
        if (batch->units[i]->statement->sql == sql)
            set_apart(batch->units[i]);
        else
            batch->units[kept++] = batch->units[i];
    }
    batch->n = kept;
}

/* The pool may have connections although the server has no place for ours, or knows that it is
 * away. */
static void set_apart_all(struct batch *batch)
{
    for (size_t i = 0; i < batch->n; i++)
        set_apart(batch->units[i]);
    batch->n = 0;
}

static void remove_at(struct batch *batch, size_t i)
{
    memmove(&batch->units[i], &batch->units[i + 1], (batch->n - i - 1) * sizeof batch->units[0]);
    batch->n--;
}

/* Nothing was written. The verdict on a statement that was not alone may be owed to the others. */
static void take_out(
    struct postgres_writer *self, struct batch *batch, size_t broken_at, result_t why)
{
    struct unit *unit = batch->units[broken_at];

    if (postgres_connection_met_lock(self->connection)) {
        self->detours[self->next_detour] =
            (struct detour){unit->statement->sql, clock_monotonic_ms() + DETOUR_MS};
        self->next_detour = (self->next_detour + 1) % DETOURS_MAX;
        set_apart_where(batch, unit->statement->sql);
    } else if (batch->n > 1 || postgres_connection_may_retry(self->connection)) {
        set_apart(unit);
        remove_at(batch, broken_at);
    } else {
        settle(batch, why);
    }
}

static result_t connect(struct postgres_writer *self)
{
    if (self->connection && postgres_connection_stale(self->connection))
        postgres_connection_close(&self->connection);
    return self->connection ? OK : postgres_pool_open_apart(self->pool, LOCK_MS, &self->connection);
}

/* Settles all, or takes out those that keep the others from it. */
static void try_batch(struct postgres_writer *self, struct batch *batch)
{
    struct postgres_statement statements[WRITER_GROUP_MAX];
    size_t broken_at = batch->n;

    if (!result_ok(connect(self))) {
        set_apart_all(batch);
        return;
    }
    for (size_t i = 0; i < batch->n; i++)
        statements[i] = *batch->units[i]->statement;
    result_t done = postgres_connection_batch(self->connection, statements, batch->n, &broken_at);
    if (result_ok(done) || broken_at == batch->n)
        settle(batch, done);
    else
        take_out(self, batch, broken_at, done);
    if (!postgres_connection_alive(self->connection))
        postgres_connection_close(&self->connection);
}

static void commit_group(void *arg, struct writer_unit *const *group, size_t n)
{
    struct postgres_writer *self = arg;
    struct batch batch = {.n = 0};
    int64_t now_ms = clock_monotonic_ms();

    for (size_t i = 0; i < n; i++) {
        struct unit *unit = (struct unit *)group[i];
        if (is_on_detour(self, unit->statement->sql, now_ms))
            set_apart(unit);
        else
            batch.units[batch.n++] = unit;
    }
    qsort(batch.units, batch.n, sizeof batch.units[0], compare_units);
    while (batch.n > 0)
        try_batch(self, &batch);
}

result_t postgres_writer_start(struct postgres_pool *pool, struct postgres_writer **writer_out)
{
    struct postgres_writer *self = calloc(1, sizeof *self);

    if (!self)
        abort();
    self->pool = pool;
    result_t started = connect(self);
    if (result_ok(started))
        started = writer_start(commit_group, self, &self->writer);
    if (result_ok(started))
        *writer_out = self;
    else
        postgres_writer_stop(&self);
    return started;
}

void postgres_writer_stop(struct postgres_writer **writer)
{
    struct postgres_writer *self = *writer;

    if (!self)
        return;
    writer_stop(&self->writer);
    postgres_connection_close(&self->connection);
    free(self);
    *writer = NULL;
}

result_t postgres_writer_do(
    struct postgres_writer *self, const struct postgres_statement *statement, bool *apart_out)
{
    struct unit unit = {.statement = statement};
    result_t done = writer_do(self->writer, &unit.base);

    *apart_out = unit.apart;
    return done;
}
