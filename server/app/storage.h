/* What verbs and servers open first: the database, the sealing key, and on them the ports of the
 * core. One thread opens and closes it; in between any thread may use it.
 */
#ifndef TESSERA_APP_STORAGE_H
#define TESSERA_APP_STORAGE_H

#include "account/context.h"
#include "audit/audit.h"
#include "config/config.h"
#include "crypto/password.h"
#include "crypto/seal.h"
#include "fetch/fetcher.h"
#include "jose/keyset.h"
#include "plugin/host.h"
#include "store/store.h"

struct storage {
    const struct config *config;
    struct db *db;
    /* The rest only after storage_open_services. */
    struct seal_key *seal;
    struct password_pool *passwords;
    struct plugin_host *plugins;
    struct audit *audit;
    struct keyset *keyset;   /* NULL until storage_open_keys */
    struct fetcher *fetcher; /* NULL until storage_open_fetcher, or the first use of its port */
    struct audit_store audit_store;
    struct keyset_store keyset_store;
    struct plugin_store plugin_store;
    struct account_store account_store;
    struct account_schemes account_schemes;
    struct authn_store throttles; /* what administration asks of it */
    struct account_password_list password_list;
    const struct account_password_list *breached; /* NULL: none is configured */
    struct oauth_audit audit_port;
    struct oauth_fetcher fetcher_port;
    struct account_settings account_settings;
    struct oauth_sealer sealer;
};

/* Only the engine. `config` is borrowed. After a failure too, storage_close. */
MUST_USE result_t storage_open(const struct config *config, struct storage *storage);

/* The rest but the signing keys. RESULT_FAILED if the schema is behind, unless `migrate` brings it
 * up. */
MUST_USE result_t storage_open_services(struct storage *storage, bool migrate);

/* Loads the signing keys, and makes those that are missing. Once; a second call does nothing. */
MUST_USE result_t storage_open_keys(struct storage *storage);

/* Opens the way to addresses that clients name. Once; a second call does nothing. A verb that never
 * goes there needs no call: the port opens it, for one thread. */
MUST_USE result_t storage_open_fetcher(struct storage *storage);

/* Nobody may be inside. */
void storage_close(struct storage *storage);

/* One act of administration by this program. */
struct account_context storage_account(struct storage *storage, arena_t *arena);

#endif
