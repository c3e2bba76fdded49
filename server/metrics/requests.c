#include "metrics/requests.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATUSES_MIN = 100, STATUSES = 500, LABELS_MAX = 256 };

/* Seconds; from a document of memory to a sign-in that waited for its hash. */
static const double bounds[] = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5};
enum { BUCKETS = sizeof bounds / sizeof bounds[0] };

struct route {
    const char *path;
    atomic_uint_fast64_t status[STATUSES]; /* from STATUSES_MIN */
    atomic_uint_fast64_t bucket[BUCKETS + 1];
    atomic_uint_fast64_t took_us;
};

struct metrics_requests {
    struct route *routes; /* the last one: no route */
    size_t n;
    size_t *index; /* of each route that was handed in */
    size_t given;
};

static size_t find(const struct metrics_requests *requests, const char *path)
{
    size_t i = 0;

    while (i < requests->n && strcmp(requests->routes[i].path, path) != 0)
        i++;
    return i;
}

struct metrics_requests *metrics_requests_new(const char *const *routes, size_t n)
{
    struct metrics_requests *requests = calloc(1, sizeof *requests);

    if (requests == NULL)
        abort();
    requests->routes = calloc(n + 1, sizeof *requests->routes);
    requests->index = calloc(n + 1, sizeof *requests->index);
    if (requests->routes == NULL || requests->index == NULL)
        abort();
    for (size_t i = 0; i < n; i++) {
        requests->index[i] = find(requests, routes[i]);
        if (requests->index[i] == requests->n)
            requests->routes[requests->n++].path = routes[i];
    }
    requests->given = n;
    requests->index[n] = requests->n;
    requests->routes[requests->n++].path = "none";
    return requests;
}

void metrics_requests_free(struct metrics_requests **requests)
{
    if (*requests == NULL)
        return;
    free((*requests)->routes);
    free((*requests)->index);
    free(*requests);
    *requests = NULL;
}

static void increase(atomic_uint_fast64_t *counter, uint64_t by)
{
    atomic_fetch_add_explicit(counter, by, memory_order_relaxed);
}

static uint64_t read_counter(const atomic_uint_fast64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

void metrics_requests_count(
    struct metrics_requests *requests, size_t route, int status, int64_t took_us)
{
    size_t given = route < requests->given ? route : requests->given;
    struct route *counted = &requests->routes[requests->index[given]];
    size_t bucket = 0;

    if (status < STATUSES_MIN || status >= STATUSES_MIN + STATUSES)
        status = 500;
    while (bucket < BUCKETS && (double)took_us > bounds[bucket] * 1e6)
        bucket++;
    increase(&counted->status[status - STATUSES_MIN], 1);
    increase(&counted->bucket[bucket], 1);
    increase(&counted->took_us, (uint64_t)took_us);
}

static void put_statuses(const struct route *route, struct exposition *out)
{
    char labels[LABELS_MAX];

    for (int i = 0; i < STATUSES; i++) {
        uint64_t n = read_counter(&route->status[i]);
        if (n == 0)
            continue;
        snprintf(
            labels, sizeof labels, "route=\"%s\",status=\"%d\"", route->path, i + STATUSES_MIN);
        exposition_sample(out, "tessera_http_requests_total", labels, (double)n);
    }
}

static void put_latency(const struct route *route, struct exposition *out)
{
    char labels[LABELS_MAX];
    uint64_t n = 0;

    for (size_t i = 0; i <= BUCKETS; i++)
        n += read_counter(&route->bucket[i]);
    if (n == 0)
        return;
    n = 0;
    for (size_t i = 0; i < BUCKETS; i++) {
        n += read_counter(&route->bucket[i]);
        snprintf(labels, sizeof labels, "route=\"%s\",le=\"%g\"", route->path, bounds[i]);
        exposition_sample(out, "tessera_http_request_seconds_bucket", labels, (double)n);
    }
    n += read_counter(&route->bucket[BUCKETS]);
    snprintf(labels, sizeof labels, "route=\"%s\",le=\"+Inf\"", route->path);
    exposition_sample(out, "tessera_http_request_seconds_bucket", labels, (double)n);
    snprintf(labels, sizeof labels, "route=\"%s\"", route->path);
    exposition_sample(out, "tessera_http_request_seconds_sum", labels,
        (double)read_counter(&route->took_us) / 1e6);
    exposition_sample(out, "tessera_http_request_seconds_count", labels, (double)n);
}

void metrics_requests_put(const struct metrics_requests *requests, struct exposition *out)
{
    exposition_family(
        out, "tessera_http_requests_total", "counter", "Requests by route and status.");
    for (size_t i = 0; i < requests->n; i++)
        put_statuses(&requests->routes[i], out);
    exposition_family(out, "tessera_http_request_seconds", "histogram",
        "From the whole request to its reply, by route.");
    for (size_t i = 0; i < requests->n; i++)
        put_latency(&requests->routes[i], out);
}
