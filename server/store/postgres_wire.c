#include "store/postgres_wire.h"

#include "base/clock.h"
#include "base/log.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

enum { ANSWER_MS = 15000 };

bool postgres_wire_alive(const struct postgres_wire *self)
{
    return !self->lost && PQstatus(self->handle) == CONNECTION_OK;
}

bool postgres_wire_stale(const struct postgres_wire *self)
{
    struct pollfd socket = {PQsocket(self->handle), POLLIN, 0};

    return poll(&socket, 1, 0) != 0;
}

bool postgres_wire_may_retry(const struct postgres_wire *self)
{
    return strcmp(self->state, "40001") == 0 || strcmp(self->state, "40P01") == 0;
}

bool postgres_wire_met_lock(const struct postgres_wire *self)
{
    return strcmp(self->state, "55P03") == 0;
}

static bool is_class(const char *state, const char *class)
{
    return strncmp(state, class, 2) == 0;
}

/* Classes of SQLSTATE (PostgreSQL, appendix A): connections, resources, an operator's intervention,
 * the system, rollbacks; a lock; a server that only reads. */
static result_t classify(const char *state)
{
    if (is_class(state, "23"))
        return result_fail(RESULT_CONFLICT, "a rule of the database refused");
    if (strcmp(state, "XX001") == 0 || strcmp(state, "XX002") == 0)
        return result_fail(RESULT_DAMAGED, "the database is damaged");
    if (is_class(state, "08") || is_class(state, "53") || is_class(state, "57") ||
        is_class(state, "58") || is_class(state, "40") || strcmp(state, "55P03") == 0 ||
        strcmp(state, "25006") == 0)
        return result_fail(RESULT_UNAVAILABLE, "the database cannot serve now");
    return result_fail(RESULT_FAILED, "the database refused a statement");
}

result_t postgres_wire_lose(struct postgres_wire *self)
{
    self->lost = true;
    log_error("postgresql.lost", log_cstr("why", PQerrorMessage(self->handle)));
    return result_fail(RESULT_UNAVAILABLE, "the database went away");
}

/* What others' work brings about is no error of anybody. */
static void tell(const struct postgres_wire *self, const PGresult *result, result_t kind)
{
    bool common = kind.code == RESULT_CONFLICT || postgres_wire_may_retry(self) ||
                  postgres_wire_met_lock(self);
    const struct log_field fields[] = {log_cstr("state", self->state),
        log_cstr("why", PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY))};

    log_event(common ? LOG_LEVEL_DEBUG : LOG_LEVEL_ERROR, "postgresql.failed", fields, 2);
}

result_t postgres_wire_failure(struct postgres_wire *self, const PGresult *result)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;

    self->state[0] = '\0';
    if (!state || PQstatus(self->handle) != CONNECTION_OK)
        return postgres_wire_lose(self);
    snprintf(self->state, sizeof self->state, "%s", state);
    result_t kind = classify(state);
    /* A primary that became a standby: the next connection finds the new one. */
    self->lost = strcmp(state, "25006") == 0;
    tell(self, result, kind);
    return kind;
}

/* Sends what is to be sent; waits until the next result is there. False: the connection is lost. */
static bool await(struct postgres_wire *self)
{
    int64_t until = clock_monotonic_ms() + ANSWER_MS;

    while (true) {
        int unsent = PQflush(self->handle);
        if (unsent < 0)
            return false;
        if (unsent == 0 && !PQisBusy(self->handle))
            return true;
        struct pollfd socket = {
            PQsocket(self->handle), (short)(POLLIN | (unsent ? POLLOUT : 0)), 0};
        int64_t left = until - clock_monotonic_ms();
        if (left <= 0 || poll(&socket, 1, (int)left) == 0)
            return false;
        if ((socket.revents & ~POLLOUT) != 0 && !PQconsumeInput(self->handle))
            return false;
    }
}

PGresult *postgres_wire_take(struct postgres_wire *self)
{
    PGresult *result = await(self) ? PQgetResult(self->handle) : NULL;

    if (PQresultStatus(result) == PGRES_PIPELINE_SYNC)
        return result; /* nothing ends it */
    while (result && await(self)) {
        AUTO_RESULT more = PQgetResult(self->handle);
        if (!more)
            return result;
    }
    PQclear(result);
    return NULL;
}

result_t postgres_wire_take_answer(struct postgres_wire *self, PGresult **result_out)
{
    PGresult *result = *result_out = postgres_wire_take(self);
    ExecStatusType status = PQresultStatus(result);

    if (!result)
        return postgres_wire_lose(self);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
               ? OK
               : postgres_wire_failure(self, result);
}
