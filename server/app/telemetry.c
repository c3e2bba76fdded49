#include "app/telemetry.h"

#include "base/clock.h"
#include "metrics/acts.h"
#include "metrics/process.h"
#include "metrics/requests.h"

#include <stdio.h>
#include <stdlib.h>

enum { LABELS_MAX = 256, ALGS = 8 };

struct telemetry {
    struct storage *storage;
    struct oauth_audit audit; /* as it was before us */
    struct metrics_acts *acts;
    struct metrics_requests *requests;
    struct http_observer observer;
    int64_t started_at;
};

static void answered(void *self, size_t route, int status, int64_t took_us)
{
    metrics_requests_count(self, route, status, took_us);
}

static struct metrics_requests *count_routes(const struct http_routes *routes)
{
    const char **paths = calloc(routes->n, sizeof *paths);

    if (paths == NULL)
        abort();
    for (size_t i = 0; i < routes->n; i++)
        paths[i] = routes->items[i].path;
    struct metrics_requests *requests = metrics_requests_new(paths, routes->n);
    free(paths);
    return requests;
}

struct telemetry *telemetry_new(struct storage *storage, const struct http_routes *routes)
{
    struct telemetry *telemetry = calloc(1, sizeof *telemetry);

    if (telemetry == NULL)
        abort();
    telemetry->storage = storage;
    telemetry->audit = storage->audit_port;
    telemetry->acts = metrics_acts_new(&telemetry->audit);
    telemetry->requests = count_routes(routes);
    telemetry->observer = (struct http_observer){telemetry->requests, answered};
    telemetry->started_at = clock_now_s(&clock_system);
    storage->audit_port = metrics_acts_audit(telemetry->acts);
    return telemetry;
}

void telemetry_free(struct telemetry **self)
{
    struct telemetry *telemetry = *self;

    if (telemetry == NULL)
        return;
    telemetry->storage->audit_port = telemetry->audit;
    metrics_acts_free(&telemetry->acts);
    metrics_requests_free(&telemetry->requests);
    free(telemetry);
    *self = NULL;
}

const struct http_observer *telemetry_observer(const struct telemetry *telemetry)
{
    return &telemetry->observer;
}

static void put_passwords(const struct telemetry *telemetry, struct exposition *out)
{
    struct password_pool_load load = password_pool_load(telemetry->storage->passwords);

    exposition_family(out, "tessera_password_hashes", "gauge", "Hashes that run, and that wait.");
    exposition_sample(out, "tessera_password_hashes", "state=\"running\"", load.running);
    exposition_sample(out, "tessera_password_hashes", "state=\"waiting\"", load.waiting);
    exposition_single(out, "tessera_password_hashes_refused_total", "counter",
        "Hashes for which there was no place.", (double)load.refused);
}

static void put_database(const struct telemetry *telemetry, struct exposition *out)
{
    int64_t begun_us = clock_monotonic_us();
    bool up = result_ok(db_ping(telemetry->storage->db));

    exposition_single(
        out, "tessera_database_up", "gauge", "Whether the database answered just now.", up);
    exposition_single(out, "tessera_database_ping_seconds", "gauge", "How long that took.",
        (double)(clock_monotonic_us() - begun_us) / 1e6);
    exposition_single(out, "tessera_audit_rows_lost_total", "counter",
        "Acts that stand in the log but found no place in the database.",
        (double)audit_lost(telemetry->storage->audit));
}

static void put_outbox(const struct telemetry *telemetry, arena_t *arena, struct exposition *out)
{
    struct notify_store store = store_notify(telemetry->storage->db);
    const struct notify_backlog *backlog = NULL;
    char labels[LABELS_MAX];
    int64_t now = clock_now_s(&clock_system), oldest_at = now;
    size_t n = 0;

    if (!result_ok(store.backlog(store.self, arena, &backlog, &n)))
        return;
    exposition_family(out, "tessera_outbox_messages", "gauge", "Messages that have not arrived.");
    for (size_t i = 0; i < n; i++) {
        snprintf(labels, sizeof labels, "kind=\"%.*s\",state=\"%.*s\"", STR_ARG(backlog[i].kind),
            STR_ARG(backlog[i].state));
        exposition_sample(out, "tessera_outbox_messages", labels, (double)backlog[i].n);
        if (str_eq(backlog[i].state, STR(NOTIFY_PENDING)) && backlog[i].oldest_at < oldest_at)
            oldest_at = backlog[i].oldest_at;
    }
    exposition_single(out, "tessera_outbox_oldest_seconds", "gauge",
        "Age of the oldest message that waits; 0: none does.", (double)(now - oldest_at));
}

static const char *state_name(enum keyset_state state)
{
    switch (state) {
    case KEYSET_PENDING:
        return "pending";
    case KEYSET_ACTIVE:
        return "active";
    case KEYSET_RETIRING:
        return "retiring";
    case KEYSET_RETIRED:
        return "retired";
    }
    return "unknown";
}

static void put_keys(const struct telemetry *telemetry, arena_t *arena, struct exposition *out)
{
    const struct keyset_entry *keys = NULL;
    char labels[LABELS_MAX];
    int64_t now = clock_now_s(&clock_system);
    size_t n = 0;

    if (!result_ok(keyset_list(telemetry->storage->keyset, arena, &keys, &n)))
        return;
    exposition_family(
        out, "tessera_signing_key_age_seconds", "gauge", "Age of each signing key by state.");
    for (size_t i = 0; i < n; i++) {
        snprintf(labels, sizeof labels, "alg=\"%s\",kid=\"%.*s\",state=\"%s\"",
            jose_alg_name(keys[i].alg), STR_ARG(keys[i].kid), state_name(keys[i].state));
        exposition_sample(
            out, "tessera_signing_key_age_seconds", labels, (double)(now - keys[i].created_at));
    }
}

str_t telemetry_render(void *self, arena_t *arena)
{
    const struct telemetry *telemetry = self;
    struct exposition out = exposition_new(arena);

    metrics_requests_put(telemetry->requests, &out);
    metrics_acts_put(telemetry->acts, &out);
    put_passwords(telemetry, &out);
    put_database(telemetry, &out);
    put_outbox(telemetry, arena, &out);
    put_keys(telemetry, arena, &out);
    metrics_process_put(&out, telemetry->started_at);
    exposition_family(&out, "tessera_build_info", "gauge", "The program's version.");
    exposition_sample(&out, "tessera_build_info", "version=\"" TESSERA_VERSION "\"", 1);
    return buf_str(&out.text);
}
