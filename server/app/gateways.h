/* The gateways that carry messages to people, as configured. Immutable once opened; any thread. */
#ifndef TESSERA_APP_GATEWAYS_H
#define TESSERA_APP_GATEWAYS_H

#include "config/config.h"
#include "notify/gateway.h"

struct gateways {
    struct notify_gateway mail;
    struct notify_gateway sms;
};

/* Where there is none, a message is refused with the setting that is missing. `config` is borrowed
 * for the arena's life. */
MUST_USE result_t gateways_open(
    arena_t *arena, const struct config *config, struct gateways *gateways_out);

#endif
