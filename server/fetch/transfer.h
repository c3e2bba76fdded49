/* One request over libcurl to addresses that were judged before. Any thread; blocks until its
 * deadline at most. */
#ifndef TESSERA_FETCH_TRANSFER_H
#define TESSERA_FETCH_TRANSFER_H

#include "fetch/resolver.h"
#include "fetch/target.h"

enum {
    FETCH_BODY_MAX = 64 * 1024,
    FETCH_HEADERS_MAX = 16 * 1024,
    FETCH_HEADER_VALUE_MAX = 1024, /* a longer one counts as absent */
};

struct transfer_request {
    const struct fetch_target *target;
    const struct fetch_addresses *addresses; /* no other is connected to */
    str_t form;                              /* what to post; absent: GET */
    str_t etag;                              /* If-None-Match; absent: none */
    const char *authorities;                 /* path */
    int64_t deadline_ms;                     /* clock_monotonic_ms */
};

/* Headers that did not come are absent. */
struct transfer_answer {
    enum fetch_failure failure;
    int status;
    str_t content_type;
    str_t cache_control;
    str_t age;
    str_t etag;
    str_t body;
};

void transfer_run(
    arena_t *arena, const struct transfer_request *request, struct transfer_answer *answer_out);

#endif
