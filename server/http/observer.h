/* Who is told of each reply: for metrics. Called on the worker that answered, right after it; must
 * be quick and may be called by many at once.
 */
#ifndef TESSERA_HTTP_OBSERVER_H
#define TESSERA_HTTP_OBSERVER_H

#include <stddef.h>
#include <stdint.h>

struct http_observer {
    void *self;
    /* `route`: its place in the router's table; the table's length for a request without one. */
    void (*answered)(void *self, size_t route, int status, int64_t took_us);
};

#endif
