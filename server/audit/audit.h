/* The audit log: each act is a line of the operational log at once, and, if events.def says so, a
 * row in the database soon after. Requests never wait for the row and never fail for it: rows go
 * through a bounded queue to one writer thread, which adds many in one transaction. What does not
 * fit, or what the store refuses for good, is counted and told in the log; the line stands already.
 * A crash can lose the rows of the last moment, their lines not.
 */
#ifndef TESSERA_AUDIT_AUDIT_H
#define TESSERA_AUDIT_AUDIT_H

#include "audit/ports.h"
#include "oauth/ports.h"

struct audit;

struct audit_options {
    const struct audit_store *store; /* borrowed for the audit's life */
    size_t queue;                    /* rows that may wait, some 600 bytes each */
    unsigned retry_ms;               /* pause after a store that is away */
    str_t (*correlation)(void);      /* the calling thread's id; NULL: rows have none */
};

/* Starts the writer. RESULT_FAILED if there is no thread for it. Own. */
MUST_USE result_t audit_new(const struct audit_options *options, struct audit **audit_out);

/* Writes what waits (one last try a batch if the store is away), ends the thread. Nobody may be
 * recording. NULL inside is fine; sets it to NULL. */
void audit_free(struct audit **audit);

/* The port; any thread; borrows the audit. */
struct oauth_audit audit_port(struct audit *audit);

/* Rows that were lost since the start. Any thread. */
uint64_t audit_lost(struct audit *audit);

#endif
