#include "metrics/acts.h"

#include "audit/events.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum counter {
#define COUNTER(id, family, label) id,
#include "metrics/counters.def"
    COUNTERS
};

static const struct {
    const char *family;
    const char *label;
} counters[] = {
#define COUNTER(id, family, label) {family, label},
#include "metrics/counters.def"
};

static const struct {
    const char *name;
    const char *help;
} families[] = {
#define FAMILY(name, help) {name, help},
#include "metrics/counters.def"
};

static const struct {
    const char *event;
    const char *reason; /* "": any other */
    enum counter counter;
} moves[] = {
#define EVENT(name, reason, id) {name, reason, id},
#include "metrics/counters.def"
};

enum {
    EVENTS_MAX = 128,
    LABELS_MAX = 256,
    FAMILIES = sizeof families / sizeof families[0],
    MOVES = sizeof moves / sizeof moves[0],
};

struct metrics_acts {
    struct oauth_audit audit;
    atomic_uint_fast64_t events[EVENTS_MAX][2]; /* by index of audit_events; refused, done */
    atomic_uint_fast64_t others[2];             /* acts of loaded schemes */
    atomic_uint_fast64_t counters[COUNTERS];
};

struct metrics_acts *metrics_acts_new(const struct oauth_audit *audit)
{
    struct metrics_acts *acts = calloc(1, sizeof *acts);

    if (acts == NULL)
        abort();
    acts->audit = *audit;
    return acts;
}

void metrics_acts_free(struct metrics_acts **acts)
{
    free(*acts);
    *acts = NULL;
}

static void count_event(struct metrics_acts *acts, const struct oauth_audit_event *event)
{
    atomic_uint_fast64_t *place = acts->others;

    for (size_t i = 0; i < EVENTS_MAX && audit_events[i].name != NULL; i++)
        if (strcmp(audit_events[i].name, event->name) == 0) {
            place = acts->events[i];
            break;
        }
    atomic_fetch_add_explicit(&place[event->success], 1, memory_order_relaxed);
}

static void move_counter(struct metrics_acts *acts, const struct oauth_audit_event *event)
{
    for (size_t i = 0; i < MOVES; i++) {
        if (strcmp(moves[i].event, event->name) != 0)
            continue;
        if (moves[i].reason[0] != '\0' &&
            (event->reason == NULL || strcmp(moves[i].reason, event->reason) != 0))
            continue;
        atomic_fetch_add_explicit(&acts->counters[moves[i].counter], 1, memory_order_relaxed);
        return;
    }
}

static void record(void *self, const struct oauth_audit_event *event, str_t address, int64_t now)
{
    struct metrics_acts *acts = self;

    count_event(acts, event);
    move_counter(acts, event);
    acts->audit.record(acts->audit.self, event, address, now);
}

struct oauth_audit metrics_acts_audit(struct metrics_acts *acts)
{
    return (struct oauth_audit){acts, record};
}

static void put_counters(const struct metrics_acts *acts, struct exposition *out)
{
    for (size_t family = 0; family < FAMILIES; family++) {
        exposition_family(out, families[family].name, "counter", families[family].help);
        for (size_t i = 0; i < COUNTERS; i++)
            if (strcmp(counters[i].family, families[family].name) == 0)
                exposition_sample(out, counters[i].family, counters[i].label,
                    (double)atomic_load_explicit(&acts->counters[i], memory_order_relaxed));
    }
}

static void put_event(
    const char *name, const atomic_uint_fast64_t counted[2], struct exposition *out)
{
    static const char *const outcomes[] = {"failure", "success"};
    char labels[LABELS_MAX];

    for (size_t i = 0; i < 2; i++) {
        uint64_t n = atomic_load_explicit(&counted[i], memory_order_relaxed);
        if (n == 0)
            continue;
        snprintf(labels, sizeof labels, "event=\"%s\",outcome=\"%s\"", name, outcomes[i]);
        exposition_sample(out, "tessera_audit_events_total", labels, (double)n);
    }
}

void metrics_acts_put(const struct metrics_acts *acts, struct exposition *out)
{
    put_counters(acts, out);
    exposition_family(out, "tessera_audit_events_total", "counter", "Recorded acts by outcome.");
    for (size_t i = 0; i < EVENTS_MAX && audit_events[i].name != NULL; i++)
        put_event(audit_events[i].name, acts->events[i], out);
    put_event("other", acts->others, out);
}
