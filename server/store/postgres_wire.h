/* libpq's handle with bounded waits and judged failures. One thread at a time. */
#ifndef TESSERA_STORE_POSTGRES_WIRE_H
#define TESSERA_STORE_POSTGRES_WIRE_H

#include "base/result.h"

#include <libpq-fe.h>

struct postgres_wire {
    PGconn *handle;
    char state[6]; /* SQLSTATE of the last failure; empty if it had none */
    bool lost;
};

static inline void postgres_result_free(PGresult **result)
{
    PQclear(*result);
}
#define AUTO_RESULT __attribute__((cleanup(postgres_result_free))) PGresult *

/* False once it is broken. */
bool postgres_wire_alive(const struct postgres_wire *wire);

/* For one that was idle: the server has closed it, or said something that nobody asked for. */
bool postgres_wire_stale(const struct postgres_wire *wire);

/* The answer to one command, up to its end; NULL: the connection broke, or the server took too
 * long. */
PGresult *postgres_wire_take(struct postgres_wire *wire);

/* The same with its verdict; the caller clears the result in both cases. */
MUST_USE result_t postgres_wire_take_answer(struct postgres_wire *wire, PGresult **result_out);

/* What an answer that is not fine means. `result` may be NULL. */
result_t postgres_wire_failure(struct postgres_wire *wire, const PGresult *result);
result_t postgres_wire_lose(struct postgres_wire *wire);

/* Of the last failure: a second try of the whole transaction may mend it (SQLSTATE 40001, 40P01),
 * or another transaction held a lock for too long (55P03). */
bool postgres_wire_may_retry(const struct postgres_wire *wire);
bool postgres_wire_met_lock(const struct postgres_wire *wire);

#endif
