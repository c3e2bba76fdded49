/* One try at one claimed message: carry it to its gateway, and write down what came of it. Blocks
 * on both. Any thread.
 */
#ifndef TESSERA_NOTIFY_ATTEMPT_H
#define TESSERA_NOTIFY_ATTEMPT_H

#include "base/clock.h"
#include "notify/backoff.h"
#include "notify/gateway.h"
#include "oauth/ports.h"

struct attempt_services {
    const struct notify_store *store;
    const struct seal_key *key;
    const struct oauth_audit *audit;
    const struct random_source *random;
    const struct clock *clock;
    bool keep_text; /* of what was delivered: a development server shows it */
    const atomic_bool *stopping;
};

/* Which end this try was. */
enum attempt_end { ATTEMPT_DELIVERED, ATTEMPT_WAITS, ATTEMPT_DEAD, ATTEMPT_LOST };

/* Expired, unreadable, refused, or failed for the last time: dead, which the audit log tells.
 * ATTEMPT_LOST: the claim ran out meanwhile, or the store is away; whoever claims it next goes on.
 */
enum attempt_end attempt_run(const struct attempt_services *services,
    const struct notify_gateway *gateway, const struct backoff *backoff, arena_t *arena,
    const struct notify_message *message);

#endif
