/* One request's view of the outside for signing in. Made for one request and one thread, beside an
 * oauth_context with the same arena, time and address.
 */
#ifndef TESSERA_AUTHN_CONTEXT_H
#define TESSERA_AUTHN_CONTEXT_H

#include "authn/ports.h"
#include "base/random.h"
#include "oauth/ports.h"

enum { AUTHN_FORM_KEY_BYTES = 32 };

/* Immutable while the process runs; times in seconds. */
struct authn_settings {
    int64_t session_idle_s;
    int64_t session_max_s;
    int64_t flow_lifetime_s;
    bool throttle_enabled;
    struct authn_throttle_rule account_rule; /* strangers, by account */
    struct authn_throttle_rule device_rule;  /* a browser that signed in before, by device */
    struct authn_throttle_rule address_rule; /* everybody, by network address */
    int64_t global_tries;                    /* strangers, all together, a minute */
    /* Makes form tokens (authn/form_token.h); the same on all nodes. */
    uint8_t form_key[AUTHN_FORM_KEY_BYTES];
};

struct authn_context {
    arena_t *arena;
    const struct authn_settings *settings;
    const struct authn_store *store;
    const struct authn_schemes *schemes;
    const struct authn_notices *notices;
    const struct oauth_audit *audit;
    const struct random_source *random;
    int64_t now;          /* Unix seconds, one value for the whole request */
    str_t address;        /* the caller's, for people to read */
    str_t address_bucket; /* the same for counting: IPv6 cut to its /64 */
    str_t user_agent;     /* as sent; kept up to a bound (authn/session.h) */
};

/* Whether `token` has the form of our 256-bit tokens: others are not worth a look in the store. */
bool authn_token_well_formed(str_t token);

/* Fills nothing in: `event` goes to the log with the caller's address and time. */
void authn_audit(struct authn_context *ctx, const struct oauth_audit_event *event);

#endif
