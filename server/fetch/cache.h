/* Answers that are kept, and flights that are shared: however many callers ask for one URL, one
 * request is made. In this process only; nothing here outlives it.
 *
 * Any thread. Waits for a flight, which its source bounds in time.
 */
#ifndef TESSERA_FETCH_CACHE_H
#define TESSERA_FETCH_CACHE_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/result.h"
#include "fetch/transfer.h"

enum {
    FETCH_ENTRIES_MAX = 256,
    /* A failure is served for a while, so that a dead peer holds up one caller now and then. */
    FETCH_FAILED_MS = 5 * 1000,
    /* A good answer is served while it is fresh (freshness.h), and for so long after it was last
     * checked while the peer fails. */
    FETCH_STALE_MS = 60 * 60 * 1000,
    /* At a caller's word a fresh one is asked for again: so often at once, then once in a while. */
    FETCH_AGAIN_BURST = 5,
    FETCH_AGAIN_MS = 10 * 1000,
};

/* Who makes the request. `etag` may be absent; a 304 is an answer only if it was not. */
struct fetch_source {
    void *self;
    void (*get)(void *self, arena_t *arena, str_t url, str_t etag, struct transfer_answer *out);
};

/* `content_type` and `body` of the answer live in the caller's arena. */
struct fetch_kept {
    enum fetch_failure failure;
    str_t content_type;
    str_t body;
};

struct fetch_cache;

/* At most `callers_max` callers wait or fetch at once; the next gets what is kept, or RESULT_BUSY.
 * `clock` grows evenly. Source and clock are borrowed. Own. */
struct fetch_cache *fetch_cache_new(
    const struct fetch_source *source, const struct clock *clock, size_t callers_max);
void fetch_cache_free(struct fetch_cache **cache); /* nobody inside; NULL inside is fine */

MUST_USE result_t fetch_cache_get(
    struct fetch_cache *cache, arena_t *arena, str_t url, bool again, struct fetch_kept *kept_out);

#endif
