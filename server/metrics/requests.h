/* Requests by route and status, and how long they took by route. Routes are known at start; a
 * request without one is counted under "none", so that nobody makes series at will. Counting takes
 * no lock; any thread.
 */
#ifndef TESSERA_METRICS_REQUESTS_H
#define TESSERA_METRICS_REQUESTS_H

#include "metrics/exposition.h"

struct metrics_requests;

/* `routes` are borrowed; the same path may stand there more than once. Own. */
struct metrics_requests *metrics_requests_new(const char *const *routes, size_t n);
void metrics_requests_free(struct metrics_requests **requests);

/* `route` is an index of `routes`, or n or more for a request without a route. */
void metrics_requests_count(
    struct metrics_requests *requests, size_t route, int status, int64_t took_us);

void metrics_requests_put(const struct metrics_requests *requests, struct exposition *out);

#endif
