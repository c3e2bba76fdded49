/* When a message that failed is tried again. Pure but for the random port; any thread. */
#ifndef TESSERA_NOTIFY_BACKOFF_H
#define TESSERA_NOTIFY_BACKOFF_H

#include "base/random.h"

struct backoff {
    int64_t tries;   /* after so many there is no further one */
    int64_t first_s; /* the first pause; each further one is twice as long */
    int64_t max_s;
};

/* The pause after try number `tries` (1 or more): half of it fixed and half by chance, so that what
 * failed together does not come back together. At least 1. */
int64_t backoff_pause_s(
    const struct backoff *backoff, int64_t tries, const struct random_source *random);

#endif
