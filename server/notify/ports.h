/* Where messages stand on their way to people (table `outbox`). Rules as in oauth/ports.h. */
#ifndef TESSERA_NOTIFY_PORTS_H
#define TESSERA_NOTIFY_PORTS_H

#include "base/arena.h"
#include "base/result.h"

struct notify_message {
    int64_t id; /* given by the store, growing */
    str_t kind; /* mail or sms */
    str_t recipient;
    str_t template;
    str_t lang;
    str_t subject;
    str_t text;
    str_t html;
    str_t links; /* JSON array of the addresses in it */
    str_t code;  /* absent if it carries none */
    int64_t created_at;
};

struct notify_store {
    void *self;
    result_t (*add)(void *self, const struct notify_message *message);
    /* The oldest `limit` messages with an id above `after`, in the order of ids; `recipient`
     * absent: to anybody. */
    result_t (*list)(void *self, arena_t *arena, str_t recipient, int64_t after, size_t limit,
        const struct notify_message **messages_out, size_t *n_out);
    result_t (*clear)(void *self);
};

#endif
