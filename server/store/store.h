/* The ports of the core and of the other adapters, on one database. Each borrows the db and may be
 * used from any thread. One file an aggregate: client.c, grant.c, ...
 */
#ifndef TESSERA_STORE_STORE_H
#define TESSERA_STORE_STORE_H

#include "account/ports.h"
#include "audit/ports.h"
#include "authn/ports.h"
#include "crypto/ports.h"
#include "jose/ports.h"
#include "notify/ports.h"
#include "oauth/ports.h"
#include "plugin/ports.h"
#include "store/db.h"

struct oauth_store store_oauth(struct db *db);
struct authn_store store_authn(struct db *db);
struct account_store store_account(struct db *db);
struct keyset_store store_keyset(struct db *db);
struct secret_store store_secret(struct db *db);
struct plugin_store store_plugin(struct db *db);
struct audit_store store_audit(struct db *db);
struct notify_store store_notify(struct db *db);

/* Deletes at most `batch` rows of each table whose time is over (grants, codes, sessions, flows,
 * tokens, throttles, links), in one transaction a table; any node, any time. */
MUST_USE result_t store_expire(struct db *db, int64_t now, size_t batch, size_t *deleted_out);

#endif
