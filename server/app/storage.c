#include "app/storage.h"

#include "base/log.h"
#include "crypto/password_list.h"
#include "crypto/random.h"
#include "crypto/sealer.h"
#include "crypto/service_secret.h"
#include "jose/registered_keys.h"
#include "oauth/client.h"
#include "store/migrate.h"

#include <password/password.h>

enum {
    SCRATCH_MAX = 4 * 1024 * 1024,
    HASH_WAIT_MS = 10000,
    AUDIT_PLACES = 2048,
    AUDIT_RETRY_MS = 1000,
};

result_t storage_open(const struct config *config, struct storage *storage)
{
    struct db_options options = {.connections = (size_t)config->database.connections};

    *storage = (struct storage){.config = config};
    return db_open(config->database.url, &options, &storage->db);
}

static result_t bring_schema_up(struct storage *storage, bool migrate)
{
    AUTO_ARENA arena = arena_new(SCRATCH_MAX);
    const struct migration *migrations;
    size_t applied;
    size_t n;

    if (migrate) {
        TRY(migrate_up(storage->db, &applied));
        if (applied > 0)
            log_info("store.migrated", log_int("steps", (int64_t)applied));
        return OK;
    }
    TRY(migrate_status(storage->db, arena, &migrations, &n));
    for (size_t i = 0; i < n; i++)
        if (!migrations[i].applied)
            return result_fail(
                RESULT_FAILED, "the database's schema is behind: run tessera migrate up");
    return OK;
}

static struct password_pool *new_pool(const struct config *config)
{
    return password_pool_new(&(struct password_settings){
        .memory_kib = (uint32_t)config->password.argon2_memory_kib,
        .ops = (uint32_t)config->password.argon2_ops,
        .workers = (unsigned)config->password.argon2_workers,
        .queue = (unsigned)config->password.argon2_queue,
        .wait_ms = HASH_WAIT_MS,
    });
}

static result_t open_schemes(struct storage *storage)
{
    static const struct tessera_scheme *const schemes[] = {&password_scheme};
    static const struct plugin_messages no_gateways = {0};
    struct plugin_services services = {
        .store = &storage->plugin_store,
        .messages = &no_gateways,
        .key = storage->seal,
        .passwords = storage->passwords,
        .random = &random_system,
        .clock = &clock_system,
        .audit = &storage->audit_port,
    };

    TRY(plugin_host_new(&services, schemes, sizeof schemes / sizeof schemes[0], &storage->plugins));
    storage->account_schemes = plugin_host_account(storage->plugins);
    return OK;
}

static const char *hash_problem(void *self, arena_t *arena, str_t hash)
{
    (void)self;
    return stored_hash_foreign_problem(arena, hash);
}

static const struct account_hash_judge hash_judge = {NULL, hash_problem};

static result_t is_breached(void *self, str_t password, bool *holds_out)
{
    return password_list_holds(self, password, holds_out);
}

/* A file that is no list is told at start, not when somebody chooses a password. */
static result_t open_password_list(struct storage *storage)
{
    str_t file = storage->config->password.breached_file;
    bool holds;

    if (file.len == 0)
        return OK;
    storage->password_list =
        (struct account_password_list){(void *)(uintptr_t)file.ptr, is_breached};
    storage->breached = &storage->password_list;
    return password_list_holds(file.ptr, STR("password"), &holds);
}

/* Requests that wait for a client's addresses hold up their workers: half of them at most. */
result_t storage_open_fetcher(struct storage *storage)
{
    const struct config *config = storage->config;
    size_t callers = (size_t)config->http.workers / 2;

    if (storage->fetcher)
        return OK;
    return fetcher_open(
        &(struct fetcher_settings){
            .allow_hosts = config->fetch.allow_hosts,
            .ca_file = config->fetch.ca_file,
            .callers_max = callers > 0 ? callers : 1,
        },
        &storage->fetcher);
}

static result_t fetch_get(
    void *self, arena_t *arena, str_t url, bool again, struct oauth_fetched *fetched_out)
{
    struct storage *storage = self;

    TRY(storage_open_fetcher(storage));
    struct oauth_fetcher port = fetcher_port(storage->fetcher);
    return port.get(port.self, arena, url, again, fetched_out);
}

static result_t fetch_post(
    void *self, arena_t *arena, str_t url, str_t form, struct oauth_fetched *fetched_out)
{
    struct storage *storage = self;

    TRY(storage_open_fetcher(storage));
    struct oauth_fetcher port = fetcher_port(storage->fetcher);
    return port.post(port.self, arena, url, form, fetched_out);
}

static enum account_registration_mode registration_of(const struct config *config)
{
    switch (config->registration.mode) {
    case CONFIG_REGISTRATION_OFF:
        return ACCOUNT_REGISTRATION_OFF;
    case CONFIG_REGISTRATION_OPEN:
        return ACCOUNT_REGISTRATION_OPEN;
    case CONFIG_REGISTRATION_DOMAINS:
        return ACCOUNT_REGISTRATION_DOMAINS;
    }
    return ACCOUNT_REGISTRATION_OFF;
}

static result_t load_proof_key(struct storage *storage)
{
    struct secret_store secrets = store_secret(storage->db);

    return service_secret_load(&secrets, storage->seal, &random_system, &clock_system,
        STR("proof-codes"), storage->account_settings.proof_key);
}

result_t storage_open_services(struct storage *storage, bool migrate)
{
    const struct config *config = storage->config;

    TRY(bring_schema_up(storage, migrate));
    TRY(seal_key_load(config->keys.sealing_key_file.ptr, &storage->seal));
    storage->sealer = sealer_of(storage->seal);
    storage->audit_store = store_audit(storage->db);
    storage->keyset_store = store_keyset(storage->db);
    storage->plugin_store = store_plugin(storage->db);
    storage->account_store = store_account(storage->db);
    storage->throttles = store_authn(storage->db);
    storage->account_settings = (struct account_settings){
        .issuer = config->issuer,
        .password_min = config->password.min,
        .password_min_zxcvbn = config->password.min_zxcvbn,
        .throttle_enabled = config->throttle.enabled,
        .registration = registration_of(config),
        .registration_domains = config->registration.domains,
    };
    TRY(load_proof_key(storage));
    storage->fetcher_port = (struct oauth_fetcher){storage, fetch_get, fetch_post};
    TRY(audit_new(&(struct audit_options){&storage->audit_store, AUDIT_PLACES, AUDIT_RETRY_MS,
                      log_correlation},
        &storage->audit));
    storage->audit_port = audit_port(storage->audit);
    TRY(open_password_list(storage));
    storage->passwords = new_pool(config);
    return open_schemes(storage);
}

/* One key an algorithm that clients may choose. */
static unsigned signing_algs(void)
{
    unsigned algs = 0;
    enum jose_alg alg;

    for (const char *const *name = oauth_signing_algs; *name != NULL; name++)
        if (jose_alg_from_name(str_from_cstr(*name), &alg))
            algs |= JOSE_ALG_BIT(alg);
    return algs;
}

result_t storage_open_keys(struct storage *storage)
{
    const struct config *config = storage->config;
    int64_t access_s = config->lifetime.access_s;
    int64_t id_s = config->lifetime.id_s;
    struct keyset_settings settings = {
        .algs = signing_algs(),
        .rotate_s = config->keys.rotate_s,
        .publish_s = config->keys.publish_s,
        .keep_s = access_s > id_s ? access_s : id_s,
        .rsa_bits = (unsigned)config->keys.rsa_bits,
    };

    if (storage->keyset)
        return OK;
    return keyset_open(
        &storage->keyset_store, storage->seal, &clock_system, &settings, &storage->keyset);
}

void storage_close(struct storage *storage)
{
    fetcher_close(&storage->fetcher);
    keyset_close(&storage->keyset);
    plugin_host_free(&storage->plugins);
    password_pool_free(&storage->passwords);
    audit_free(&storage->audit);
    seal_key_free(&storage->seal);
    db_close(&storage->db);
}

struct account_context storage_account(struct storage *storage, arena_t *arena)
{
    return (struct account_context){
        .arena = arena,
        .settings = &storage->account_settings,
        .store = &storage->account_store,
        .schemes = &storage->account_schemes,
        .breached = storage->breached,
        .keys = &registered_keys_judge,
        .hashes = &hash_judge,
        .fetcher = &storage->fetcher_port,
        .sealer = &storage->sealer,
        .throttles = &storage->throttles,
        .audit = &storage->audit_port,
        .random = &random_system,
        .now = clock_now_s(&clock_system),
    };
}
