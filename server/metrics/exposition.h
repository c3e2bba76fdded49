/* The text format of Prometheus, version 0.0.4: families, each with its help, type and samples. One
 * thread at a time.
 */
#ifndef TESSERA_METRICS_EXPOSITION_H
#define TESSERA_METRICS_EXPOSITION_H

#include "base/buf.h"

#define EXPOSITION_TYPE "text/plain; version=0.0.4; charset=utf-8"

struct exposition {
    buf_t text;
};

enum { EXPOSITION_MAX_BYTES = 1024 * 1024 };

struct exposition exposition_new(arena_t *arena);

/* `type`: "counter", "gauge" or "histogram". The samples that follow are this family's. */
void exposition_family(
    struct exposition *out, const char *name, const char *type, const char *help);

/* `labels`: name="value" pairs, split by commas, already escaped; NULL or "": none. */
void exposition_sample(struct exposition *out, const char *name, const char *labels, double value);

/* A family of one sample without labels. */
void exposition_single(
    struct exposition *out, const char *name, const char *type, const char *help, double value);

#endif
