#include "store/postgres_connection.h"

#include "base/log.h"
#include "store/postgres_values.h"
#include "store/postgres_wire.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATEMENTS_MAX = 256, NAME_SIZE = 24, STATEMENT_MS = 10000 };

struct postgres_connection {
    struct postgres_wire wire;
    const char *statements[STATEMENTS_MAX]; /* prepared ones, by the address of their text */
    size_t n;
};

/* Notices ("relation exists already") are no business of an operator. */
static void drop_notice(void *self, const char *text)
{
    (void)self;
    (void)text;
}

/* Bounds what a server that hangs can hold up; the URL may say otherwise. Of several hosts, the one
 * that writes. */
static PGconn *connect(const char *url)
{
    static const char *const names[] = {"connect_timeout", "keepalives_idle", "keepalives_interval",
        "keepalives_count", "tcp_user_timeout", "target_session_attrs", "client_encoding",
        "application_name", "dbname", NULL};
    const char *const values[] = {
        "5", "10", "5", "3", "15000", "read-write", "UTF8", "tessera", url, NULL};

    return PQconnectdbParams(names, values, 1);
}

/* What the statements rely on, whatever is usual at this server: one isolation, bounded waits, and
 * nothing acknowledged before it is durable. A stricter synchronous_commit is left alone. */
static result_t set_up(struct postgres_connection *self, int lock_ms)
{
    const char *encoding = PQparameterStatus(self->wire.handle, "server_encoding");
    char sql[512];

    if (!encoding || strcmp(encoding, "UTF8") != 0)
        return result_fail(RESULT_FAILED, "the database's encoding must be UTF8");
    snprintf(sql, sizeof sql,
        "SELECT set_config('lock_timeout', '%d', false), "
        "set_config('statement_timeout', '%d', false), "
        "set_config('idle_in_transaction_session_timeout', '%d', false), "
        "set_config('default_transaction_isolation', 'read committed', false), "
        "CASE current_setting('synchronous_commit') WHEN 'off' "
        "THEN set_config('synchronous_commit', 'on', false) END",
        lock_ms, STATEMENT_MS, STATEMENT_MS);
    return postgres_connection_script(self, sql);
}

static result_t establish(struct postgres_connection *self, const char *url, int lock_ms)
{
    self->wire.handle = connect(url);
    PQsetNoticeProcessor(self->wire.handle, drop_notice, NULL);
    if (PQstatus(self->wire.handle) != CONNECTION_OK) {
        log_error("postgresql.connect_failed", log_cstr("why", PQerrorMessage(self->wire.handle)));
        return result_fail(RESULT_UNAVAILABLE, "the database server cannot be reached");
    }
    TRY(set_up(self, lock_ms));
    return PQsetnonblocking(self->wire.handle, 1) == 0 ? OK : postgres_wire_lose(&self->wire);
}

result_t postgres_connection_open(
    const char *url, int lock_ms, struct postgres_connection **connection_out)
{
    struct postgres_connection *self = calloc(1, sizeof *self);

    if (!self)
        abort();
    result_t done = establish(self, url, lock_ms);
    if (result_ok(done))
        *connection_out = self;
    else
        postgres_connection_close(&self);
    return done;
}

void postgres_connection_close(struct postgres_connection **connection)
{
    struct postgres_connection *self = *connection;

    if (!self)
        return;
    PQfinish(self->wire.handle);
    free(self);
    *connection = NULL;
}

bool postgres_connection_alive(const struct postgres_connection *self)
{
    return postgres_wire_alive(&self->wire);
}

bool postgres_connection_stale(const struct postgres_connection *self)
{
    return postgres_wire_stale(&self->wire);
}

bool postgres_connection_may_retry(const struct postgres_connection *self)
{
    return postgres_wire_may_retry(&self->wire);
}

bool postgres_connection_met_lock(const struct postgres_connection *self)
{
    return postgres_wire_met_lock(&self->wire);
}

result_t postgres_connection_script(struct postgres_connection *self, const char *sql)
{
    AUTO_RESULT result = PQexec(self->wire.handle, sql);
    ExecStatusType status = PQresultStatus(result);

    self->wire.state[0] = '\0';
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
               ? OK
               : postgres_wire_failure(&self->wire, result);
}

static bool is_prepared(const struct postgres_connection *self, const char *sql)
{
    for (size_t i = 0; i < self->n; i++)
        if (self->statements[i] == sql)
            return true;
    return false;
}

static void name_of(const char *sql, char name[NAME_SIZE])
{
    snprintf(name, NAME_SIZE, "s%" PRIxPTR, (uintptr_t)sql);
}

static bool send_prepare(struct postgres_connection *self, const char *sql)
{
    char name[NAME_SIZE];

    name_of(sql, name);
    return PQsendPrepare(self->wire.handle, name, sql, 0, NULL) == 1;
}

static bool send_statement(
    struct postgres_connection *self, arena_t *arena, const char *sql, struct db_args args)
{
    struct postgres_parameters parameters;
    char name[NAME_SIZE];

    name_of(sql, name);
    postgres_parameters(arena, args, &parameters);
    return PQsendQueryPrepared(self->wire.handle, name, (int)args.n, parameters.values,
               parameters.lengths, parameters.formats, 0) == 1;
}

static result_t take_prepared(struct postgres_connection *self, const char *sql)
{
    AUTO_RESULT result = NULL;

    assert(self->n < STATEMENTS_MAX); /* texts are static: there are only so many */
    TRY(postgres_wire_take_answer(&self->wire, &result));
    self->statements[self->n++] = sql;
    return OK;
}

static result_t take_rows(struct postgres_connection *self, arena_t *arena, struct db_rows *rows)
{
    AUTO_RESULT result = NULL;

    TRY(postgres_wire_take_answer(&self->wire, &result));
    postgres_rows(arena, result, rows);
    return OK;
}

result_t postgres_connection_run(struct postgres_connection *self, arena_t *arena, const char *sql,
    struct db_args args, struct db_rows *rows_out)
{
    *rows_out = (struct db_rows){0};
    self->wire.state[0] = '\0';
    if (!is_prepared(self, sql)) {
        if (!send_prepare(self, sql))
            return postgres_wire_lose(&self->wire);
        TRY(take_prepared(self, sql));
    }
    if (!send_statement(self, arena, sql, args))
        return postgres_wire_lose(&self->wire);
    return take_rows(self, arena, rows_out);
}

/* Whether the text of statement `i` is sent with it: it is neither prepared nor sent before it. */
static bool is_first(
    const struct postgres_connection *self, const struct postgres_statement *statements, size_t i)
{
    for (size_t before = 0; before < i; before++)
        if (statements[before].sql == statements[i].sql)
            return false;
    return !is_prepared(self, statements[i].sql);
}

static bool send_batch(struct postgres_connection *self,
    const struct postgres_statement *statements, size_t n, bool *first_out)
{
    for (size_t i = 0; i < n; i++) {
        const struct postgres_statement *one = &statements[i];
        first_out[i] = is_first(self, statements, i);
        if ((first_out[i] && !send_prepare(self, one->sql)) ||
            !send_statement(self, one->arena, one->sql, one->args))
            return false;
    }
    /* Up to here it is one transaction (PostgreSQL, 34.5.1); this commits it. */
    return PQpipelineSync(self->wire.handle) == 1;
}

static result_t take_commit(struct postgres_connection *self)
{
    AUTO_RESULT result = postgres_wire_take(&self->wire);

    return PQresultStatus(result) == PGRES_PIPELINE_SYNC
               ? OK
               : postgres_wire_failure(&self->wire, result);
}

static result_t take_batch(struct postgres_connection *self,
    const struct postgres_statement *statements, size_t n, const bool *first, size_t *broken_at_out)
{
    for (size_t i = 0; i < n; i++) {
        *broken_at_out = i;
        if (first[i])
            TRY(take_prepared(self, statements[i].sql));
        TRY(take_rows(self, statements[i].arena, statements[i].rows));
    }
    *broken_at_out = n;
    return take_commit(self);
}

/* What stands behind a failure was not tried. False: the connection is lost. */
static bool skip_to_end(struct postgres_connection *self)
{
    while (true) {
        AUTO_RESULT result = postgres_wire_take(&self->wire);
        if (!result || PQresultStatus(result) == PGRES_PIPELINE_SYNC)
            return result != NULL;
    }
}

result_t postgres_connection_batch(struct postgres_connection *self,
    const struct postgres_statement *statements, size_t n, size_t *broken_at_out)
{
    bool first[POSTGRES_BATCH_MAX];

    assert(n <= POSTGRES_BATCH_MAX);
    self->wire.state[0] = '\0';
    *broken_at_out = n;
    if (!PQenterPipelineMode(self->wire.handle) || !send_batch(self, statements, n, first))
        return postgres_wire_lose(&self->wire);
    result_t done = take_batch(self, statements, n, first, broken_at_out);
    bool whole = postgres_connection_alive(self) && (result_ok(done) || skip_to_end(self)) &&
                 PQexitPipelineMode(self->wire.handle);
    if (whole)
        return done;
    result_t lost = postgres_wire_lose(&self->wire);
    *broken_at_out = n;
    return result_ok(done) ? OK : lost;
}
