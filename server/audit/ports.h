/* Where the rows of the audit log stand (table `audit_events`). Rules as in oauth/ports.h. */
#ifndef TESSERA_AUDIT_PORTS_H
#define TESSERA_AUDIT_PORTS_H

#include "base/result.h"
#include "base/str.h"

#include <stddef.h>

/* Absent slices are NULL in the table. All texts are UTF-8 without control characters. */
struct audit_row {
    int64_t at; /* Unix seconds */
    str_t event;
    bool success; /* outcome: "success" or "failure" */
    str_t user_id;
    str_t client_id;
    str_t session_id;
    str_t address;
    str_t reason;
    str_t correlation_id;
};

enum { AUDIT_BATCH_MAX = 64 };

struct audit_store {
    void *self;
    /* Adds up to AUDIT_BATCH_MAX rows in their order, all or none, in one transaction. Called by
     * one thread at a time. */
    result_t (*add)(void *self, const struct audit_row *rows, size_t n);
};

#endif
