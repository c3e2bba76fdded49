#include "app/node.h"

#include "app/maintenance.h"
#include "app/messages.h"
#include "app/telemetry.h"
#include "base/log.h"
#include "crypto/random.h"
#include "crypto/service_secret.h"
#include "http/client_origins.h"
#include "http/memo.h"
#include "http/routes.h"
#include "http/server.h"
#include "http/service.h"
#include "http/view.h"
#include "jose/encrypter.h"
#include "jose/foreign.h"
#include "jose/registered_keys.h"
#include "jose/signer.h"
#include "oauth/registry.h"
#include "oidc/id_token.h"

#include <stdatomic.h>
#include <stdlib.h>

enum {
    ARENA_MAX = 16 * 1024 * 1024,
    LISTEN_MAX = HTTP_SERVER_MAX_SOCKETS,
    PROXIES_MAX = 64,
    LOOPBACK_RANGES = 2,
    MANAGEMENT_WORKERS = 1,
    MANAGEMENT_CONNECTIONS = 64,
    DRAIN_MS = 10000,
    FLOW_S = 3600,
    DISCOVERY_S = 5,
    LOCK_MAX_S = 86400,
    WINDOW_S = 86400,
};

extern const struct embed_file webapp_files[];

struct node {
    struct node_options options;
    struct storage storage;
    arena_t *arena; /* what lives as long as the node */
    struct http_site site;
    struct http_tls *tls;
    struct messages *messages;
    struct oauth_settings oauth_settings;
    struct authn_settings authn_settings;
    struct http_development development;
    struct telemetry *telemetry;
    struct oauth_registry *registry;
    struct http_memo *discovery;
    struct http_service service;
    struct http_cors_origins origins;
    struct http_router router;
    struct http_router management_router;
    struct address_listen listen[LISTEN_MAX];
    size_t listen_n;
    struct address_range proxies[PROXIES_MAX + LOOPBACK_RANGES]; /* this machine's come last */
    size_t proxies_n;
    struct http_server *server;
    struct http_server *management;
    struct maintenance *maintenance;
    atomic_bool leaving; /* whoever balances the load sends nothing more */
};

struct storage *node_storage(struct node *node)
{
    return &node->storage;
}

static result_t load_settings(struct node *node)
{
    const struct config *config = node->options.config;
    struct secret_store secrets = store_secret(node->storage.db);
    const struct seal_key *seal = node->storage.seal;
    struct authn_throttle_rule rule = {
        config->throttle.account_tries, config->throttle.lock_s, LOCK_MAX_S, WINDOW_S};

    node->oauth_settings = (struct oauth_settings){
        .issuer = config->issuer,
        .code_lifetime_s = config->lifetime.code_s,
        .access_lifetime_s = config->lifetime.access_s,
        .id_lifetime_s = config->lifetime.id_s,
        .refresh_idle_s = config->lifetime.refresh_idle_s,
        .refresh_absolute_s = config->lifetime.refresh_absolute_s,
        .refresh_retry_s = config->refresh.retry_s,
    };
    node->authn_settings = (struct authn_settings){
        .session_idle_s = config->lifetime.session_idle_s,
        .session_max_s = config->lifetime.session_max_s,
        .flow_lifetime_s = FLOW_S,
        .throttle_enabled = config->throttle.enabled,
        .account_rule = rule,
        .device_rule = rule,
        .address_rule = rule,
        .global_tries = config->throttle.global_tries,
    };
    node->authn_settings.address_rule.tries = config->throttle.address_tries;
    TRY(service_secret_load(&secrets, seal, &random_system, &clock_system, STR("refresh-tokens"),
        node->oauth_settings.refresh_secret));
    TRY(service_secret_load(&secrets, seal, &random_system, &clock_system, STR("pairwise-subjects"),
        node->oauth_settings.pairwise_secret));
    return service_secret_load(&secrets, seal, &random_system, &clock_system, STR("form-tokens"),
        node->authn_settings.form_key);
}

static str_t jwks(void *keys, arena_t *arena)
{
    return keyset_jwks(keys, arena);
}

static result_t is_ready(void *self)
{
    struct node *node = self;

    if (atomic_load(&node->leaving))
        return result_fail(RESULT_UNAVAILABLE, "the server is stopping");
    return db_ping(node->storage.db);
}

static result_t load_pages(struct node *node, const struct pages **pages_out)
{
    const struct config *config = node->options.config;
    struct pages_options options = {
        .files = webapp_files,
        .development = node->options.development,
        .name = config->branding.name,
        .accent_color = config->branding.accent_color,
        .terms_url = config->branding.terms_url,
        .privacy_url = config->branding.privacy_url,
    };

    return pages_load(node->arena, &options, pages_out);
}

static result_t start_messages(struct node *node)
{
    struct storage *storage = &node->storage;
    const struct logout_gateway logouts = {
        .settings = &node->oauth_settings,
        .store = store_oauth(storage->db),
        .signer = keyset_signer(storage->keyset),
        .encrypter = jwe_encrypter(&random_system),
        .fetcher = storage->fetcher_port,
        .audit = &storage->audit_port,
        .random = &random_system,
    };

    return messages_start(storage, node->options.development, &logouts, &node->messages);
}

static result_t make_service(struct node *node)
{
    struct storage *storage = &node->storage;
    const struct pages *pages;

    node->registry = oauth_registry_new();
    node->discovery = http_memo_new(DISCOVERY_S);
    TRY(start_messages(node));
    TRY(load_pages(node, &pages));
    node->development = messages_development(node->messages, node->options.demo_client_id);
    node->service = (struct http_service){
        .clock = &clock_system,
        .random = &random_system,
        .oauth_settings = &node->oauth_settings,
        .oauth_store = store_oauth(storage->db),
        .registry = node->registry,
        .signer = keyset_signer(storage->keyset),
        .encrypter = jwe_encrypter(&random_system),
        .id_tokens = &oidc_id_token_issuer,
        .fetcher = storage->fetcher_port,
        .jwts = &foreign_jwt_verifier,
        .sealer = storage->sealer,
        .audit = storage->audit_port,
        .authn_settings = &node->authn_settings,
        .authn_store = store_authn(storage->db),
        .schemes = plugin_host_authn(storage->plugins),
        .notices = messages_notices(node->messages),
        .account_settings = &storage->account_settings,
        .account_store = storage->account_store,
        .account_schemes = storage->account_schemes,
        .account_post = messages_post(node->messages),
        .breached = storage->breached,
        .account_keys = &registered_keys_judge,
        .pages = pages,
        .discovery = node->discovery,
        .keys = storage->keyset,
        .jwks = jwks,
        .metrics = telemetry_render,
        .metrics_self = node->telemetry,
        .ready = is_ready,
        .ready_self = node,
        .development = node->options.development ? &node->development : NULL,
    };
    return OK;
}

static const struct http_routes *routes_of(const struct node *node)
{
    return node->options.development ? &http_development_routes : &http_public_routes;
}

static void make_routers(struct node *node)
{
    const struct http_routes *routes = routes_of(node);
    size_t body_max = (size_t)node->options.config->http.max_body_bytes;

    node->origins = http_client_origins(&node->storage.account_store);
    node->router = (struct http_router){routes->items, routes->n, &node->site, &node->service,
        &node->origins, body_max, view_refusal, telemetry_observer(node->telemetry)};
    node->management_router = (struct http_router){http_management_routes.items,
        http_management_routes.n, NULL, &node->service, NULL, body_max, NULL, NULL};
}

/* No storage is away when a port is taken. */
static result_t start_server(
    const struct http_server_options *options, str_t where, struct http_server **server_out)
{
    result_t started = http_server_start(options, server_out);

    if (started.code != RESULT_UNAVAILABLE)
        return started;
    log_error("node.listen_failed", log_str("listen", where), log_cstr("why", started.what));
    return result_fail(RESULT_FAILED, "an address to listen on cannot be had");
}

/* The settings were judged when they were loaded, so what does not parse here is our own mistake.
 */
static result_t read_addresses(struct node *node)
{
    const struct config *config = node->options.config;

    if (config->listen.n > LISTEN_MAX || config->proxy.trusted.n > PROXIES_MAX)
        return result_fail(RESULT_FAILED, "listen or proxy.trusted has too many entries");
    for (size_t i = 0; i < config->listen.n; i++)
        if (!address_listen_parse(config->listen.items[i], &node->listen[node->listen_n++]))
            return result_fail(RESULT_FAILED, "listen has an entry that is no address");
    for (size_t i = 0; i < config->proxy.trusted.n; i++)
        if (!address_range_parse(config->proxy.trusted.items[i], &node->proxies[node->proxies_n++]))
            return result_fail(RESULT_FAILED, "proxy.trusted has an entry that is no network");
    if (!address_range_parse(STR("127.0.0.0/8"), &node->proxies[node->proxies_n]) ||
        !address_range_parse(STR("::1"), &node->proxies[node->proxies_n + 1]))
        return result_fail(RESULT_FAILED, "loopback has no range");
    return OK;
}

static result_t listen_to_public(struct node *node)
{
    const struct config *config = node->options.config;
    struct http_server_options options = {
        .router = &node->router,
        .random = &random_system,
        .listen = node->listen,
        .listen_n = node->listen_n,
        .proxies = node->proxies,
        .proxies_n = node->proxies_n,
        .workers = (unsigned)config->http.workers,
        .connections = (unsigned)config->http.connections,
        .connections_per_address = (unsigned)config->http.connections_per_address,
        .uncounted = node->proxies,
        .uncounted_n = node->proxies_n + LOOPBACK_RANGES,
        .idle_timeout_s = (unsigned)config->http.idle_timeout_s,
        .request_timeout_s = (unsigned)config->http.request_timeout_s,
    };

    if (config->tls.cert_file.len > 0)
        TRY(http_tls_open(config->tls.cert_file.ptr, config->tls.key_file.ptr, &node->tls));
    options.tls = node->tls;
    return start_server(&options, config->listen.items[0], &node->server);
}

static result_t listen_to_management(struct node *node)
{
    const struct config *config = node->options.config;
    struct address_listen listen;
    struct http_server_options options = {
        .router = &node->management_router,
        .random = &random_system,
        .listen = &listen,
        .listen_n = 1,
        .workers = MANAGEMENT_WORKERS,
        .connections = MANAGEMENT_CONNECTIONS,
        .idle_timeout_s = (unsigned)config->http.idle_timeout_s,
        .request_timeout_s = (unsigned)config->http.request_timeout_s,
        .quiet = true,
    };

    if (config->management.listen.len == 0)
        return OK;
    if (!address_listen_parse(config->management.listen, &listen))
        return result_fail(RESULT_FAILED, "management.listen is no address");
    return start_server(&options, config->management.listen, &node->management);
}

static result_t start(struct node *node)
{
    TRY(storage_open(node->options.config, &node->storage));
    TRY(db_check(node->storage.db));
    TRY(storage_open_services(&node->storage, true));
    node->telemetry = telemetry_new(&node->storage, routes_of(node));
    TRY(storage_open_keys(&node->storage));
    TRY(load_settings(node));
    TRY(storage_open_fetcher(&node->storage));
    if (!http_site_parse(node->arena, node->options.config->issuer, &node->site))
        return result_fail(RESULT_FAILED, "the issuer cannot be read");
    TRY(make_service(node));
    make_routers(node);
    TRY(read_addresses(node));
    TRY(maintenance_start(node->storage.db, node->storage.keyset, &node->maintenance));
    TRY(listen_to_management(node));
    return listen_to_public(node);
}

result_t node_start(const struct node_options *options, struct node **node_out)
{
    struct node *node = calloc(1, sizeof *node);

    if (!node)
        abort();
    node->options = *options;
    node->arena = arena_new(ARENA_MAX);
    result_t started = start(node);
    if (result_ok(started))
        *node_out = node;
    else
        node_stop(&node);
    return started;
}

result_t node_reload_certificate(struct node *node)
{
    return node->tls ? http_tls_reload(node->tls) : OK;
}

result_t node_reload_letters(struct node *node)
{
    return messages_reload(node->messages);
}

void node_stop(struct node **self)
{
    struct node *node = *self;

    if (!node)
        return;
    atomic_store(&node->leaving, true);
    if (node->messages)
        messages_stop(node->messages);
    if (node->server)
        http_server_drain(node->server, DRAIN_MS);
    http_server_stop(&node->server);
    http_server_stop(&node->management);
    maintenance_stop(&node->maintenance);
    messages_free(&node->messages);
    http_tls_close(&node->tls);
    http_memo_free(&node->discovery);
    oauth_registry_free(&node->registry);
    telemetry_free(&node->telemetry);
    storage_close(&node->storage);
    arena_free(&node->arena);
    free(node);
    *self = NULL;
}
