#include "store/postgres_connection.h"

#include "base/log.h"
#include "store/postgres_values.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATEMENTS_MAX = 256, NAME_SIZE = 24 };

struct postgres_connection {
    PGconn *handle;
    const char *statements[STATEMENTS_MAX]; /* prepared ones, by the address of their text */
    size_t n;
    bool may_retry;
};

static void free_result(PGresult **result)
{
    PQclear(*result);
}
#define AUTO_RESULT __attribute__((cleanup(free_result))) PGresult *

/* Notices ("relation exists already") are no business of an operator. */
static void drop_notice(void *self, const char *text)
{
    (void)self;
    (void)text;
}

/* Classes of SQLSTATE (PostgreSQL, appendix A). */
static result_t classify(const char *state)
{
    if (strncmp(state, "23", 2) == 0)
        return result_fail(RESULT_CONFLICT, "a rule of the database refused");
    if (strncmp(state, "08", 2) == 0 || strncmp(state, "53", 2) == 0 ||
        strncmp(state, "57", 2) == 0 || strncmp(state, "40", 2) == 0 || strcmp(state, "25006") == 0)
        return result_fail(RESULT_UNAVAILABLE, "the database cannot serve now");
    if (strncmp(state, "XX", 2) == 0)
        return result_fail(RESULT_CORRUPT, "the database is damaged");
    return result_fail(RESULT_FAILED, "the database refused a statement");
}

static result_t failure(struct postgres_connection *self, const PGresult *result)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    result_t kind = state && PQstatus(self->handle) == CONNECTION_OK
                        ? classify(state)
                        : result_fail(RESULT_UNAVAILABLE, "the database went away");

    self->may_retry = state && (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0);
    if (kind.code != RESULT_CONFLICT)
        log_error("postgresql.failed", log_cstr("state", state ? state : ""),
            log_cstr("why", result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)
                                   : PQerrorMessage(self->handle)));
    return kind;
}

/* Bounds what a server that hangs can hold up; the URL may say otherwise. */
static PGconn *connect(const char *url)
{
    const char *const names[] = {
        "connect_timeout", "keepalives_idle", "application_name", "options", "dbname", NULL};
    const char *const values[] = {"5", "30", "tessera",
        "-c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000", url, NULL};

    return PQconnectdbParams(names, values, 1);
}

result_t postgres_connection_open(const char *url, struct postgres_connection **connection_out)
{
    struct postgres_connection *self = calloc(1, sizeof *self);

    if (!self)
        abort();
    self->handle = connect(url);
    if (PQstatus(self->handle) != CONNECTION_OK) {
        log_error("postgresql.connect_failed", log_cstr("why", PQerrorMessage(self->handle)));
        postgres_connection_close(&self);
        return result_fail(RESULT_UNAVAILABLE, "the database server cannot be reached");
    }
    PQsetNoticeProcessor(self->handle, drop_notice, NULL);
    *connection_out = self;
    return OK;
}

void postgres_connection_close(struct postgres_connection **connection)
{
    struct postgres_connection *self = *connection;

    if (!self)
        return;
    PQfinish(self->handle);
    free(self);
    *connection = NULL;
}

bool postgres_connection_alive(const struct postgres_connection *self)
{
    return PQstatus(self->handle) == CONNECTION_OK;
}

bool postgres_connection_may_retry(const struct postgres_connection *self)
{
    return self->may_retry;
}

result_t postgres_connection_script(struct postgres_connection *self, const char *sql)
{
    AUTO_RESULT result = PQexec(self->handle, sql);
    ExecStatusType status = PQresultStatus(result);

    self->may_retry = false;
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? OK : failure(self, result);
}

static bool is_prepared(const struct postgres_connection *self, const char *sql)
{
    for (size_t i = 0; i < self->n; i++)
        if (self->statements[i] == sql)
            return true;
    return false;
}

static result_t prepare(struct postgres_connection *self, const char *name, const char *sql)
{
    if (is_prepared(self, sql))
        return OK;
    assert(self->n < STATEMENTS_MAX); /* texts are static: there are only so many */
    AUTO_RESULT result = PQprepare(self->handle, name, sql, 0, NULL);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        return failure(self, result);
    self->statements[self->n++] = sql;
    return OK;
}

result_t postgres_connection_run(struct postgres_connection *self, arena_t *arena, const char *sql,
    struct db_args args, struct db_rows *rows_out)
{
    struct postgres_parameters parameters;
    char name[NAME_SIZE];

    *rows_out = (struct db_rows){0};
    self->may_retry = false;
    snprintf(name, sizeof name, "s%" PRIxPTR, (uintptr_t)sql);
    TRY(prepare(self, name, sql));
    postgres_parameters(arena, args, &parameters);
    AUTO_RESULT result = PQexecPrepared(self->handle, name, (int)args.n, parameters.values,
        parameters.lengths, parameters.formats, 0);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        return failure(self, result);
    postgres_rows(arena, result, rows_out);
    return OK;
}
