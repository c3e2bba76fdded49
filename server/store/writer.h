/* The one writer of a database: what waits together is committed together, on a thread of its own.
 * A unit that comes alone is committed at once, on the thread that brings it.
 */
#ifndef TESSERA_STORE_WRITER_H
#define TESSERA_STORE_WRITER_H

#include "base/result.h"

#include <pthread.h>

struct writer;

/* Begins what an engine makes of it; stands on the waiting caller's stack. */
struct writer_unit {
    result_t result;
    bool done;
    pthread_cond_t finished;
    struct writer_unit *next;
};

/* Sets each unit's result. Never twice at a time. */
enum { WRITER_GROUP_MAX = 64 };
typedef void writer_commit_fn(void *self, struct writer_unit *const *group, size_t n);

/* RESULT_FAILED without a thread. Own; borrows `self`. */
MUST_USE result_t writer_start(writer_commit_fn *commit, void *self, struct writer **writer_out);

/* Commits what waits. Nobody may be in writer_do. NULL inside is fine; sets it to NULL. */
void writer_stop(struct writer **writer);

/* Blocks until the unit is durable, or failed and left nothing. RESULT_BUSY when too many wait. Not
 * from inside a commit. */
MUST_USE result_t writer_do(struct writer *writer, struct writer_unit *unit);

#endif
