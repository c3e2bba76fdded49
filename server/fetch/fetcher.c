#include "fetch/fetcher.h"

#include "base/clock.h"
#include "base/log.h"
#include "fetch/authorities.h"
#include "fetch/cache.h"
#include "fetch/target.h"

#include <curl/curl.h>
#include <stdlib.h>

struct fetcher {
    struct fetch_authorities authorities;
    struct allowed_host *allowed;
    struct fetch_guard guard;
    struct fetch_lookups *lookups;
    struct fetch_resolver resolver;
    struct fetch_source source;
    struct fetch_cache *cache;
    bool curl_started;
};

static int64_t monotonic_ms(void *self)
{
    (void)self;
    return clock_monotonic_ms();
}

static const struct clock monotonic = {NULL, monotonic_ms};

/* --- one request --- */

static enum fetch_failure find_addresses(const struct fetcher *fetcher,
    const struct fetch_target *target, int64_t deadline_ms, struct fetch_addresses *found)
{
    if (!target->is_address)
        return fetcher->resolver.resolve(
            fetcher->resolver.self, target->host, target->port, deadline_ms, found);
    *found = (struct fetch_addresses){.items = {target->address}, .n = 1};
    return FETCH_ANSWERED;
}

/* Keeps the addresses that may be gone to. */
static enum fetch_failure judge_addresses(const struct fetcher *fetcher,
    const struct fetch_target *target, struct fetch_addresses *addresses)
{
    size_t n = 0;

    for (size_t i = 0; i < addresses->n; i++)
        if (fetch_guard_allows(&fetcher->guard, target, &addresses->items[i].any))
            addresses->items[n++] = addresses->items[i];
    addresses->n = n;
    return n > 0 ? FETCH_ANSWERED : FETCH_ADDRESS_FORBIDDEN;
}

static void request(const struct fetcher *fetcher, arena_t *arena, str_t url, str_t form,
    str_t etag, struct transfer_answer *answer_out)
{
    int64_t deadline_ms = clock_monotonic_ms() + FETCH_TIME_MS;
    struct fetch_target target;
    struct fetch_addresses addresses;
    enum fetch_failure failure = fetch_target_parse(arena, url, &target);

    if (failure == FETCH_ANSWERED)
        failure = find_addresses(fetcher, &target, deadline_ms, &addresses);
    if (failure == FETCH_ANSWERED)
        failure = judge_addresses(fetcher, &target, &addresses);
    *answer_out = (struct transfer_answer){.failure = failure};
    if (failure != FETCH_ANSWERED)
        return;
    transfer_run(arena,
        &(struct transfer_request){
            &target, &addresses, form, etag, fetcher->authorities.path, deadline_ms},
        answer_out);
}

static void get_for_cache(
    void *self, arena_t *arena, str_t url, str_t etag, struct transfer_answer *answer_out)
{
    request(self, arena, url, STR_NONE, etag, answer_out);
    if (answer_out->failure != FETCH_ANSWERED)
        log_warn("fetch.failed", log_str("url", url),
            log_cstr("why", fetch_failure_text(answer_out->failure)));
    else if (answer_out->status != 200 && answer_out->status != 304)
        log_warn("fetch.failed", log_str("url", url), log_int("status", answer_out->status));
}

/* --- the port --- */

static result_t get(
    void *self, arena_t *arena, str_t url, bool again, struct oauth_fetched *fetched_out)
{
    const struct fetcher *fetcher = self;
    struct fetch_kept kept;

    *fetched_out = (struct oauth_fetched){0};
    TRY(fetch_cache_get(fetcher->cache, arena, url, again, &kept));
    if (kept.failure != FETCH_ANSWERED)
        fetched_out->failure = fetch_failure_text(kept.failure);
    else
        *fetched_out = (struct oauth_fetched){NULL, 200, kept.content_type, kept.body};
    return OK;
}

static result_t post(
    void *self, arena_t *arena, str_t url, str_t form, struct oauth_fetched *fetched_out)
{
    struct transfer_answer answer;

    request(self, arena, url, form, STR_NONE, &answer);
    *fetched_out = (struct oauth_fetched){
        answer.failure == FETCH_ANSWERED ? NULL : fetch_failure_text(answer.failure), answer.status,
        answer.content_type, answer.body};
    return OK;
}

struct oauth_fetcher fetcher_port(struct fetcher *fetcher)
{
    return (struct oauth_fetcher){fetcher, get, post};
}

/* --- its life --- */

static result_t read_allowed(struct fetcher *fetcher, str_array_t hosts)
{
    fetcher->allowed = calloc(hosts.n + 1, sizeof *fetcher->allowed);
    if (fetcher->allowed == NULL)
        abort();
    for (size_t i = 0; i < hosts.n; i++)
        if (!allowed_host_parse(hosts.items[i], &fetcher->allowed[i]))
            return result_fail(RESULT_FAILED, "fetch.allow_hosts has an entry that is no host");
    fetcher->guard = (struct fetch_guard){fetcher->allowed, hosts.n};
    return OK;
}

static result_t open_parts(struct fetcher *fetcher, const struct fetcher_settings *settings)
{
    TRY(fetch_authorities_open(settings->ca_file, &fetcher->authorities));
    TRY(read_allowed(fetcher, settings->allow_hosts));
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return result_fail(RESULT_FAILED, "libcurl does not start");
    fetcher->curl_started = true;
    fetcher->lookups = fetch_lookups_new(fetch_lookup_system);
    fetcher->resolver =
        settings->resolver != NULL ? *settings->resolver : fetch_lookups_resolver(fetcher->lookups);
    fetcher->source = (struct fetch_source){fetcher, get_for_cache};
    fetcher->cache = fetch_cache_new(&fetcher->source, &monotonic, settings->callers_max);
    return OK;
}

result_t fetcher_open(const struct fetcher_settings *settings, struct fetcher **fetcher_out)
{
    struct fetcher *fetcher = calloc(1, sizeof *fetcher);

    if (fetcher == NULL)
        abort();
    result_t opened = open_parts(fetcher, settings);
    if (!result_ok(opened))
        fetcher_close(&fetcher);
    *fetcher_out = fetcher;
    return opened;
}

void fetcher_close(struct fetcher **fetcher)
{
    if (*fetcher == NULL)
        return;
    fetch_cache_free(&(*fetcher)->cache);
    fetch_lookups_free(&(*fetcher)->lookups);
    free((*fetcher)->allowed);
    fetch_authorities_close(&(*fetcher)->authorities);
    if ((*fetcher)->curl_started)
        curl_global_cleanup();
    free(*fetcher);
    *fetcher = NULL;
}
