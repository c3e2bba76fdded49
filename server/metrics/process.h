/* The process itself: memory, processor time, open files, start. Reads /proc; any thread. */
#ifndef TESSERA_METRICS_PROCESS_H
#define TESSERA_METRICS_PROCESS_H

#include "metrics/exposition.h"

/* What cannot be read is left out. `started_at`: Unix seconds. */
void metrics_process_put(struct exposition *out, int64_t started_at);

#endif
