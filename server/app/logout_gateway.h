/* The gateway of logout tokens: between the outbox and oidc/logout/backchannel. */
#ifndef TESSERA_APP_LOGOUT_GATEWAY_H
#define TESSERA_APP_LOGOUT_GATEWAY_H

#include "notify/gateway.h"
#include "oauth/context.h"

/* All borrowed for the gateway's life; any thread. */
struct logout_gateway {
    const struct oauth_settings *settings;
    struct oauth_store store;
    struct oauth_signer signer;
    struct oauth_encrypter encrypter;
    struct oauth_fetcher fetcher;
    const struct oauth_audit *audit;
    const struct random_source *random;
};

struct notify_gateway logout_gateway_port(struct logout_gateway *gateway);

#endif
