/* Who carries messages out of the house: one a kind. Called by the threads of delivery, several at
 * once; blocks, but for less time than a claim lasts.
 */
#ifndef TESSERA_NOTIFY_GATEWAY_H
#define TESSERA_NOTIFY_GATEWAY_H

#include "notify/content.h"
#include "notify/ports.h"

#include <stdatomic.h>

struct notify_errand {
    const struct notify_message *message;
    const struct notify_content *content; /* NULL: this kind has no text */
    int64_t now;
    const atomic_bool *stopping; /* the server ends: give up soon */
};

enum notify_outcome {
    NOTIFY_ARRIVED, /* the other side has taken it on */
    NOTIFY_FAILED,  /* later may help */
    NOTIFY_REFUSED, /* no later try will help */
};

struct notify_answer {
    enum notify_outcome outcome;
    str_t said; /* what the other side answered, or why nobody did: one line for the operator, in
                 * the arena; absent: nothing */
};

struct notify_gateway {
    void *self;
    struct notify_answer (*deliver)(void *self, arena_t *arena, const struct notify_errand *errand);
};

/* Takes everything and sends nothing: a development server shows what it caught. */
extern const struct notify_gateway gateway_catcher;

/* Refuses everything; `why` (static) names the setting that is missing. */
struct notify_gateway gateway_missing(const char *why);

#endif
