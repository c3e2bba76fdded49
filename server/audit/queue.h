/* Rows on their way to the writer, copied into places of fixed size: recording allocates nothing.
 * Within audit/ only. Any thread may put; one takes.
 */
#ifndef TESSERA_AUDIT_QUEUE_H
#define TESSERA_AUDIT_QUEUE_H

#include "audit/ports.h"

struct audit_queue;

struct audit_queue *audit_queue_new(size_t places);
void audit_queue_free(struct audit_queue **queue);

/* False if it is full. Longer texts are cut, other characters than clean UTF-8 become '?'. */
bool audit_queue_put(struct audit_queue *queue, const struct audit_row *row);

/* Blocks until there are rows or the queue is closed. Up to AUDIT_BATCH_MAX of the oldest rows,
 * borrowed until audit_queue_drop; 0: closed and empty. */
size_t audit_queue_peek(struct audit_queue *queue, struct audit_row rows_out[AUDIT_BATCH_MAX]);

/* Forgets the n oldest rows. */
void audit_queue_drop(struct audit_queue *queue, size_t n);

/* Waits, at most that long, for the queue to be closed; true once it is. */
bool audit_queue_closed_within(struct audit_queue *queue, unsigned ms);

void audit_queue_close(struct audit_queue *queue);

#endif
