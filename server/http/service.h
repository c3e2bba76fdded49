/* What the endpoints stand on: everything that outlives a request, filled by the composition root.
 * Immutable while the server runs; its functions may be called from any thread.
 */
#ifndef TESSERA_HTTP_SERVICE_H
#define TESSERA_HTTP_SERVICE_H

#include "account/context.h"
#include "authn/context.h"
#include "base/clock.h"
#include "http/exchange.h"
#include "http/pages.h"
#include "oauth/context.h"

/* The catcher of mail and the demo of a development server. */
struct http_development {
    void *self;
    str_t demo_client_id;
    /* One JSON object {"items": [...]} as interface of /dev/outbox.json; own. */
    result_t (*outbox_list)(
        void *self, arena_t *arena, str_t to, int64_t since, json_t **document_out);
    result_t (*outbox_clear)(void *self);
};

struct http_memo;

struct http_service {
    const struct clock *clock;
    const struct random_source *random;
    const struct oauth_settings *oauth_settings;
    struct oauth_store oauth_store;
    struct oauth_registry *registry;
    struct oauth_signer signer;
    struct oauth_encrypter encrypter;
    const struct oauth_id_token_issuer *id_tokens;
    struct oauth_fetcher fetcher;
    const struct oauth_jwt_verifier *jwts;
    struct oauth_sealer sealer;
    struct oauth_audit audit;
    const struct authn_settings *authn_settings;
    struct authn_store authn_store;
    struct authn_schemes schemes;
    struct authn_notices notices;
    const struct account_settings *account_settings;
    struct account_store account_store;
    struct account_schemes account_schemes;
    struct account_post account_post;
    const struct account_password_list *breached; /* NULL: none is configured */
    const struct account_key_judge *account_keys;
    const struct pages *pages;
    struct http_memo *discovery; /* the metadata document */
    void *keys;
    str_t (*jwks)(void *keys, arena_t *arena);
    /* In the text format of Prometheus; never absent. */
    str_t (*metrics)(void *self, arena_t *arena);
    void *metrics_self;
    result_t (*ready)(void *self); /* whether requests can be served now */
    void *ready_self;
    const struct http_development *development; /* NULL unless this is a development server */
};

/* This request's views of it. */
const struct http_service *http_service_of(struct http_exchange *x);
struct oauth_context http_oauth_context(struct http_exchange *x);
struct authn_context http_authn_context(struct http_exchange *x);
struct account_context http_account_context(struct http_exchange *x);

#endif
