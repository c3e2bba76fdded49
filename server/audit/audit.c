#include "audit/audit.h"

#include "audit/events.h"
#include "audit/queue.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct audit {
    struct audit_options options;
    struct audit_queue *queue;
    pthread_t writer;
    _Atomic uint64_t lost; /* since the start */
    uint64_t told;         /* how many of them the log knows of; the writer's */
};

static void lose(struct audit *audit, size_t n)
{
    atomic_fetch_add(&audit->lost, n);
}

static void tell_losses(struct audit *audit)
{
    uint64_t lost = atomic_load(&audit->lost);

    if (lost > audit->told)
        log_error("audit.rows_lost", log_int("rows", (int64_t)(lost - audit->told)));
    audit->told = lost;
}

static bool may_heal(result_t result)
{
    return result.code == RESULT_UNAVAILABLE || result.code == RESULT_BUSY;
}

/* One batch, tried until it is written, refused for good, or the end has come. */
static void write_batch(struct audit *audit, const struct audit_row *rows, size_t n)
{
    const struct audit_store *store = audit->options.store;
    result_t added = store->add(store->self, rows, n);

    for (bool last = false; may_heal(added) && !last;) {
        last = audit_queue_closed_within(audit->queue, audit->options.retry_ms);
        added = store->add(store->self, rows, n);
    }
    if (result_ok(added))
        return;
    log_error("audit.write_failed", log_cstr("reason", added.what));
    lose(audit, n);
}

static void *write_rows(void *self)
{
    struct audit *audit = self;
    struct audit_row rows[AUDIT_BATCH_MAX];
    size_t n;

    while ((n = audit_queue_peek(audit->queue, rows)) > 0) {
        write_batch(audit, rows, n);
        audit_queue_drop(audit->queue, n);
        tell_losses(audit);
    }
    tell_losses(audit);
    return NULL;
}

/* What the list allows in this event; the rest is left out of line and row. */
static struct audit_row row_of(const struct audit *audit, const struct audit_event *kind,
    const struct oauth_audit_event *event, str_t address, int64_t now)
{
    str_t (*correlation)(void) = audit->options.correlation;

    return (struct audit_row){.at = now,
        .event = str_from_cstr(event->name),
        .success = event->success,
        .user_id = kind->fields & AUDIT_USER ? event->user_id : STR_NONE,
        .client_id = kind->fields & AUDIT_CLIENT ? event->client_id : STR_NONE,
        .session_id = kind->fields & AUDIT_SESSION ? event->session_id : STR_NONE,
        .address = address,
        .reason = kind->fields & AUDIT_REASON ? str_from_cstr(event->reason) : STR_NONE,
        .correlation_id = correlation != NULL ? correlation() : STR_NONE};
}

static void record(void *self, const struct oauth_audit_event *event, str_t address, int64_t now)
{
    struct audit *audit = self;
    const struct audit_event *kind = audit_event_find(event->name);
    struct audit_row row = row_of(audit, kind, event, address, now);
    const struct log_field fields[] = {
        log_cstr("outcome", row.success ? "success" : "failure"),
        log_str("user_id", row.user_id),
        log_str("client_id", row.client_id),
        log_str("session_id", row.session_id),
        log_str("address", row.address),
        log_str("reason", row.reason),
    };

    log_event(kind->level, event->name, fields, sizeof fields / sizeof *fields);
    if (kind->kept && !audit_queue_put(audit->queue, &row))
        lose(audit, 1);
}

result_t audit_new(const struct audit_options *options, struct audit **audit_out)
{
    struct audit *audit = calloc(1, sizeof *audit);

    if (audit == NULL)
        abort();
    audit->options = *options;
    audit->queue = audit_queue_new(options->queue);
    *audit_out = audit;
    if (pthread_create(&audit->writer, NULL, write_rows, audit) == 0)
        return OK;
    audit_queue_free(&audit->queue);
    free(audit);
    *audit_out = NULL;
    return result_fail(RESULT_FAILED, "the audit log's writer does not start");
}

void audit_free(struct audit **audit)
{
    if (*audit == NULL)
        return;
    audit_queue_close((*audit)->queue);
    pthread_join((*audit)->writer, NULL);
    audit_queue_free(&(*audit)->queue);
    free(*audit);
    *audit = NULL;
}

struct oauth_audit audit_port(struct audit *audit)
{
    return (struct oauth_audit){audit, record};
}

uint64_t audit_lost(struct audit *audit)
{
    return atomic_load(&audit->lost);
}
