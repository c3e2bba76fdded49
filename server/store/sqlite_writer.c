#include "store/sqlite_writer.h"

#include "store/writer.h"

#include <stdlib.h>

struct unit {
    struct writer_unit base;
    enum sqlite_unit_kind kind;
    sqlite_unit_fn *run;
    void *arg;
};

struct sqlite_writer {
    struct sqlite_connection *connection;
    struct writer *writer;
};

static struct unit *unit_of(struct writer_unit *base)
{
    return (struct unit *)base;
}

static void fail_all(struct writer_unit *const *group, size_t n, result_t failure)
{
    for (size_t i = 0; i < n; i++)
        group[i]->result = failure;
}

/* One unit inside the transaction of its group; what it did is undone if it fails. */
static result_t run_unit(struct sqlite_writer *self, struct unit *unit, bool alone)
{
    bool apart = !alone && unit->kind == SQLITE_UNIT_WORK;

    if (apart)
        TRY(sqlite_connection_control(self->connection, "SAVEPOINT unit"));
    result_t done = unit->run(self->connection, unit->arg);
    if (!apart || !sqlite_connection_in_transaction(self->connection))
        return done;
    if (!result_ok(done))
        TRY(sqlite_connection_control(self->connection, "ROLLBACK TO unit"));
    TRY(sqlite_connection_control(self->connection, "RELEASE unit"));
    return done;
}

static void roll_back(struct sqlite_writer *self)
{
    if (sqlite_connection_in_transaction(self->connection)) {
        result_t ignored = sqlite_connection_control(self->connection, "ROLLBACK");
        (void)ignored;
    }
}

static void commit_group(void *arg, struct writer_unit *const *group, size_t n)
{
    static const char lost[] = "the transaction was rolled back by the database";
    struct sqlite_writer *self = arg;
    result_t begun = sqlite_connection_control(self->connection, "BEGIN IMMEDIATE");

    if (!result_ok(begun)) {
        fail_all(group, n, begun);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        group[i]->result = run_unit(self, unit_of(group[i]), n == 1);
        if (!sqlite_connection_in_transaction(self->connection)) { /* disk full and the like */
            fail_all(group, n, result_fail(RESULT_UNAVAILABLE, lost));
            return;
        }
    }
    if (n == 1 && !result_ok(group[0]->result)) {
        roll_back(self);
        return;
    }
    result_t committed = sqlite_connection_control(self->connection, "COMMIT");
    if (!result_ok(committed)) {
        roll_back(self);
        fail_all(group, n, committed);
    }
}

result_t sqlite_writer_start(
    struct sqlite_connection *connection, struct sqlite_writer **writer_out)
{
    struct sqlite_writer *self = calloc(1, sizeof *self);

    if (!self)
        abort();
    self->connection = connection;
    result_t started = writer_start(commit_group, self, &self->writer);
    if (result_ok(started))
        *writer_out = self;
    else
        sqlite_writer_stop(&self);
    return started;
}

void sqlite_writer_stop(struct sqlite_writer **writer)
{
    struct sqlite_writer *self = *writer;

    if (!self)
        return;
    writer_stop(&self->writer);
    sqlite_connection_close(&self->connection);
    free(self);
    *writer = NULL;
}

result_t sqlite_writer_do(
    struct sqlite_writer *self, enum sqlite_unit_kind kind, sqlite_unit_fn *work, void *arg)
{
    struct unit unit = {.kind = kind, .run = work, .arg = arg};

    return writer_do(self->writer, &unit.base);
}
