/* Acts of the audit log, counted on their way to it: each by its name and outcome, and those that
 * counters.def names once more under a name of their own. Counting takes no lock; any thread.
 */
#ifndef TESSERA_METRICS_ACTS_H
#define TESSERA_METRICS_ACTS_H

#include "metrics/exposition.h"
#include "oauth/ports.h"

struct metrics_acts;

/* `audit` is copied: what is recorded through metrics_acts_audit goes on to it. Own. */
struct metrics_acts *metrics_acts_new(const struct oauth_audit *audit);
void metrics_acts_free(struct metrics_acts **acts);

/* The port that counts; borrows the acts. */
struct oauth_audit metrics_acts_audit(struct metrics_acts *acts);

void metrics_acts_put(const struct metrics_acts *acts, struct exposition *out);

#endif
