/* What the host may use on behalf of the schemes; the composition root fills it. */
#ifndef TESSERA_PLUGIN_SERVICES_H
#define TESSERA_PLUGIN_SERVICES_H

#include "base/clock.h"
#include "base/random.h"
#include "crypto/password.h"
#include "crypto/seal.h"
#include "oauth/ports.h"
#include "plugin/ports.h"

/* All borrowed for the life of the host. */
struct plugin_services {
    const struct plugin_store *store;
    const struct plugin_messages *messages; /* its functions may be NULL */
    const struct seal_key *key;
    struct password_pool *passwords;
    const struct random_source *random;
    const struct clock *clock;
    const struct oauth_audit *audit;
};

#endif
