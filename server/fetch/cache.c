#include "fetch/cache.h"

#include "fetch/freshness.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { FLIGHT_ARENA_MAX = 1024 * 1024, AGAIN_BUCKET_MS = FETCH_AGAIN_BURST * FETCH_AGAIN_MS };

/* A good answer: one allocation, texts behind the struct. */
struct good {
    str_t content_type;
    str_t etag;
    str_t body;
    int64_t fresh_until;
    int64_t stale_until;
};

struct entry {
    char *url; /* NULL: the place is free */
    size_t url_len;
    bool in_flight;
    unsigned waiting;
    uint64_t flights;           /* that have ended */
    int64_t asked_at;           /* when the last one ended */
    int64_t again_from;         /* from when on a word to ask again counts; see spend_again */
    int64_t used_at;            /* for the choice of what makes room */
    enum fetch_failure failure; /* of the last one */
    struct good *good;          /* may be older than the failure */
};

struct fetch_cache {
    const struct fetch_source *source;
    const struct clock *clock;
    size_t callers_max;
    pthread_mutex_t lock;
    pthread_cond_t landed;
    size_t callers; /* inside a flight, or waiting for one */
    struct entry entries[FETCH_ENTRIES_MAX];
};

struct fetch_cache *fetch_cache_new(
    const struct fetch_source *source, const struct clock *clock, size_t callers_max)
{
    struct fetch_cache *cache = calloc(1, sizeof *cache);

    if (cache == NULL)
        abort();
    cache->source = source;
    cache->clock = clock;
    cache->callers_max = callers_max;
    pthread_mutex_init(&cache->lock, NULL);
    pthread_cond_init(&cache->landed, NULL);
    return cache;
}

static void entry_clear(struct entry *entry)
{
    free(entry->url);
    free(entry->good);
    *entry = (struct entry){0};
}

void fetch_cache_free(struct fetch_cache **cache)
{
    if (*cache == NULL)
        return;
    for (size_t i = 0; i < FETCH_ENTRIES_MAX; i++)
        entry_clear(&(*cache)->entries[i]);
    pthread_cond_destroy(&(*cache)->landed);
    pthread_mutex_destroy(&(*cache)->lock);
    free(*cache);
    *cache = NULL;
}

/* --- entries --- */

static struct entry *find(struct fetch_cache *cache, str_t url)
{
    for (size_t i = 0; i < FETCH_ENTRIES_MAX; i++) {
        struct entry *entry = &cache->entries[i];
        if (entry->url != NULL && str_eq((str_t){entry->url, entry->url_len}, url))
            return entry;
    }
    return NULL;
}

static bool is_idle(const struct entry *entry)
{
    return !entry->in_flight && entry->waiting == 0;
}

/* A free place, or that of the entry which nobody used for the longest time; NULL if all are in
 * use. */
static struct entry *make_room(struct fetch_cache *cache)
{
    struct entry *oldest = NULL;

    for (size_t i = 0; i < FETCH_ENTRIES_MAX; i++) {
        struct entry *entry = &cache->entries[i];

        if (entry->url == NULL)
            return entry;
        if (is_idle(entry) && (oldest == NULL || entry->used_at < oldest->used_at))
            oldest = entry;
    }
    if (oldest != NULL)
        entry_clear(oldest);
    return oldest;
}

static struct entry *find_or_add(struct fetch_cache *cache, str_t url, int64_t now)
{
    struct entry *entry = find(cache, url);

    if (entry != NULL)
        return entry;
    entry = make_room(cache);
    if (entry == NULL)
        return NULL;
    entry->url = malloc(url.len > 0 ? url.len : 1);
    if (entry->url == NULL)
        abort();
    memcpy(entry->url, url.ptr, url.len);
    entry->url_len = url.len;
    entry->again_from = now - AGAIN_BUCKET_MS;
    return entry;
}

/* --- good answers --- */

static str_t copy_behind(char **at, str_t text)
{
    if (!str_present(text))
        return STR_NONE;
    memcpy(*at, text.ptr, text.len);
    *at += text.len;
    return (str_t){*at - text.len, text.len};
}

static struct good *good_new(const struct transfer_answer *answer)
{
    struct good *good =
        malloc(sizeof *good + answer->content_type.len + answer->etag.len + answer->body.len);

    if (good == NULL)
        abort();
    char *at = (char *)(good + 1);
    good->content_type = copy_behind(&at, answer->content_type);
    good->etag = copy_behind(&at, answer->etag);
    good->body = copy_behind(&at, answer->body);
    return good;
}

static void note_checked(struct good *good, const struct transfer_answer *answer, int64_t now)
{
    good->fresh_until = now + freshness_s(answer->cache_control, answer->age) * 1000;
    good->stale_until = now + FETCH_STALE_MS;
}

/* --- flights --- */

static enum fetch_failure judge(const struct transfer_answer *answer, bool conditional)
{
    if (answer->failure != FETCH_ANSWERED)
        return answer->failure;
    if (answer->status == 200 || (answer->status == 304 && conditional))
        return FETCH_ANSWERED;
    return answer->status >= 300 && answer->status < 400 ? FETCH_REDIRECT : FETCH_STATUS;
}

static void land(struct fetch_cache *cache, struct entry *entry,
    const struct transfer_answer *answer, bool conditional)
{
    int64_t now = clock_now_ms(cache->clock);

    entry->in_flight = false;
    entry->flights++;
    entry->asked_at = now;
    entry->failure = judge(answer, conditional);
    if (entry->failure == FETCH_ANSWERED) {
        if (answer->status == 200) {
            free(entry->good);
            entry->good = good_new(answer);
        }
        note_checked(entry->good, answer, now);
    }
    pthread_cond_broadcast(&cache->landed);
}

/* Called and left with the lock held; it is free meanwhile. The entry stays where it is: it is not
 * idle. */
static void fly(struct fetch_cache *cache, struct entry *entry)
{
    AUTO_ARENA arena = arena_new(FLIGHT_ARENA_MAX);
    struct transfer_answer answer = {0};
    str_t url = arena_bytes(arena, entry->url, entry->url_len);
    str_t etag = entry->good != NULL ? arena_str(arena, entry->good->etag) : STR_NONE;

    entry->in_flight = true;
    pthread_mutex_unlock(&cache->lock);
    cache->source->get(cache->source->self, arena, url, etag, &answer);
    pthread_mutex_lock(&cache->lock);
    land(cache, entry, &answer, str_present(etag));
}

static void wait_for_landing(struct fetch_cache *cache, struct entry *entry)
{
    uint64_t seen = entry->flights;

    entry->waiting++;
    while (entry->flights == seen)
        pthread_cond_wait(&cache->landed, &cache->lock);
    entry->waiting--;
}

/* --- what is asked and answered --- */

static bool must_ask(const struct entry *entry, int64_t now)
{
    if (entry->flights == 0)
        return true;
    if (entry->failure != FETCH_ANSWERED)
        return now - entry->asked_at >= FETCH_FAILED_MS;
    return now >= entry->good->fresh_until;
}

/* A word to ask again, out of a bucket that holds FETCH_AGAIN_BURST and gets one in FETCH_AGAIN_MS:
 * a client that changes its keys is believed at once, a stranger who makes words up soon no more.
 */
static bool spend_again(struct entry *entry, int64_t now)
{
    if (entry->again_from < now - AGAIN_BUCKET_MS)
        entry->again_from = now - AGAIN_BUCKET_MS;
    if (entry->again_from + FETCH_AGAIN_MS > now)
        return false;
    entry->again_from += FETCH_AGAIN_MS;
    return true;
}

static bool should_ask(struct entry *entry, bool again, int64_t now)
{
    if (must_ask(entry, now))
        return true;
    /* Who asks already asks for all. */
    return again && entry->failure == FETCH_ANSWERED &&
           (entry->in_flight || spend_again(entry, now));
}

static bool has_answer(const struct entry *entry, int64_t now)
{
    return entry->good != NULL && now < entry->good->stale_until;
}

static void answer(
    const struct entry *entry, arena_t *arena, int64_t now, struct fetch_kept *kept_out)
{
    *kept_out = (struct fetch_kept){.failure = entry->failure};
    if (!has_answer(entry, now))
        return;
    *kept_out = (struct fetch_kept){
        .failure = FETCH_ANSWERED,
        .content_type = arena_str(arena, entry->good->content_type),
        .body = arena_str(arena, entry->good->body),
    };
}

/* Asks, or waits for who asks already; where something is kept that will do, nobody waits for
 * another's question. */
static result_t refresh(struct fetch_cache *cache, struct entry *entry, bool again, int64_t now)
{
    bool full = cache->callers >= cache->callers_max;

    if (has_answer(entry, now) && (full || (entry->in_flight && !again)))
        return OK;
    if (full)
        return result_fail(RESULT_BUSY, "too many callers wait for addresses of clients");
    cache->callers++;
    if (entry->in_flight)
        wait_for_landing(cache, entry);
    else
        fly(cache, entry);
    cache->callers--;
    return OK;
}

static result_t get(
    struct fetch_cache *cache, arena_t *arena, str_t url, bool again, struct fetch_kept *kept_out)
{
    int64_t now = clock_now_ms(cache->clock);
    struct entry *entry = find_or_add(cache, url, now);

    if (entry == NULL)
        return result_fail(RESULT_BUSY, "too many addresses of clients are asked at once");
    entry->used_at = now;
    if (should_ask(entry, again, now))
        TRY(refresh(cache, entry, again, now));
    answer(entry, arena, clock_now_ms(cache->clock), kept_out);
    return OK;
}

result_t fetch_cache_get(
    struct fetch_cache *cache, arena_t *arena, str_t url, bool again, struct fetch_kept *kept_out)
{
    *kept_out = (struct fetch_kept){0};
    pthread_mutex_lock(&cache->lock);
    result_t done = get(cache, arena, url, again, kept_out);
    pthread_mutex_unlock(&cache->lock);
    return done;
}
